// The worker that the interop tests call. It has nothing of its own but functions.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	"multifrost.io/sample/multifrost"
)

func main() {
	log.SetFlags(0)
	flag.Bool("worker", false, "ignored")
	serviceID := flag.String("service-id", "", "run as a service")
	flag.Parse()
	holds := &holds{gates: map[string]chan struct{}{}}
	err := multifrost.NewWorker().
		Handle("echo", func(value any) any { return value }).
		Handle("add", func(a, b int64) int64 { return a + b }).
		Handle("fail", func(message string) error { return errors.New(message) }).
		Handle("nothing", func() {}).
		Handle("slow", slow).
		Handle("hold", holds.hold).
		Handle("release", holds.release).
		Handle("pid", os.Getpid).
		Run(*serviceID)
	if err != nil {
		log.Fatal(err)
	}
}

func slow(millis int64) int64 {
	time.Sleep(time.Duration(millis) * time.Millisecond)
	return millis
}

type holds struct {
	mutex sync.Mutex
	gates map[string]chan struct{}
}

func (h *holds) gate(key string) chan struct{} {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.gates[key] == nil {
		h.gates[key] = make(chan struct{}, 1)
	}
	return h.gates[key]
}

func (h *holds) hold(key string) (string, error) {
	select {
	case <-h.gate(key):
		return key, nil
	case <-time.After(20 * time.Second):
		return "", fmt.Errorf("nobody released %q", key)
	}
}

func (h *holds) release(key string) string {
	h.gate(key) <- struct{}{}
	return key
}
