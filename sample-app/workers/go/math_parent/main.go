// A parent: it calls the functions of a worker that is written in another language, for example
// the Java worker of the sample.
//
//	math_parent java -cp ... io.multifrost.sample.TextWorker
//	math_parent --service-id text-service
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"

	"multifrost.io/sample/multifrost"
)

func main() {
	log.SetFlags(0)
	serviceID := flag.String("service-id", "", "connect to a service instead of starting a command")
	flag.Parse()
	if *serviceID == "" && flag.NArg() == 0 {
		log.Fatal("Give the command that starts a worker, or --service-id ID")
	}
	worker, err := open(*serviceID, flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	err = errors.Join(demonstrate(worker), worker.Stop())
	if err != nil {
		log.Fatal(err)
	}
}

func open(serviceID string, command []string) (*multifrost.Parent, error) {
	ctx := context.Background()
	if serviceID != "" {
		return multifrost.Connect(ctx, serviceID, multifrost.Options{})
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return multifrost.Spawn(ctx, cmd, multifrost.Options{})
}

func demonstrate(worker *multifrost.Parent) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	greeting, err := multifrost.Call[string](ctx, worker, "greet", "Ada")
	if err != nil {
		return err
	}
	fmt.Println(greeting)

	// Several at once: all are sent before the first answer is waited for
	var sums [3]*multifrost.Pending
	for i := range sums {
		if sums[i], err = worker.Start(ctx, "add", i, 10*i); err != nil {
			return err
		}
	}
	for i, pending := range sums {
		var sum int
		if err := pending.Wait(&sum); err != nil {
			return err
		}
		fmt.Printf("%d + %d = %d\n", i, 10*i, sum)
	}

	var remote *multifrost.RemoteError
	if _, err := multifrost.Call[any](ctx, worker, "divide", 1, 0); errors.As(err, &remote) {
		fmt.Println("The worker says:", remote)
	}
	return nil
}
