// The parent of the interop tests: it runs the cases against a worker and prints how each went.
//
//	interop-parent CASES PROTOCOL spawn COMMAND...
//	interop-parent CASES PROTOCOL connect SERVICE_ID
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"

	"multifrost.io/sample/multifrost"
)

const callTimeout = 20 * time.Second

func main() {
	log.SetFlags(0)
	if len(os.Args) < 5 || os.Args[3] != "spawn" && os.Args[3] != "connect" {
		log.Fatal("interop-parent CASES PROTOCOL spawn COMMAND...|connect SERVICE_ID")
	}
	cases, err := readCases(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	run := &run{protocol: os.Args[2], mode: os.Args[3], target: os.Args[4:]}
	if run.worker, err = run.open(); err != nil {
		log.Fatal(err)
	}
	for _, value := range cases.Values {
		report(value.Name, run.value(value))
	}
	for _, name := range cases.Behaviours {
		report(name, run.behaviour(name))
	}
	run.worker.Stop() // it may be gone by now
}

// run is one run of all cases.
type run struct {
	protocol, mode string
	target         []string // the command, or the service id
	worker         *multifrost.Parent
	process        *exec.Cmd // nil in connect mode
}

func (r *run) open() (*multifrost.Parent, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	options := multifrost.Options{ClientName: "interop"}
	if r.protocol == "4" {
		options.Protocol = 4
	}
	if r.mode == "connect" {
		return multifrost.Connect(ctx, r.target[0], options)
	}
	r.process = exec.Command(r.target[0], r.target[1:]...)
	r.process.Stdout, r.process.Stderr = os.Stderr, os.Stderr
	return multifrost.Spawn(ctx, r.process, options)
}

func call[T any](r *run, function string, arguments ...any) (T, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	return multifrost.Call[T](ctx, r.worker, function, arguments...)
}

func report(name string, failure error) {
	line := struct {
		Case   string `json:"case"`
		Passed bool   `json:"passed"`
		Detail string `json:"detail"`
	}{name, failure == nil, ""}
	if failure != nil {
		line.Detail = failure.Error()
	}
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		log.Fatal(err)
	}
}

func expect(expected, actual any, err error) error {
	if err != nil {
		return err
	}
	if expected != actual {
		return fmt.Errorf("expected %v, but got %v", expected, actual)
	}
	return nil
}
