package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"multifrost.io/sample/multifrost"
)

func (r *run) behaviour(name string) error {
	behaviours := map[string]func() error{
		"error":             func() error { return r.fails("on purpose é", "fail", "on purpose é") },
		"unknown function":  func() error { return r.fails("Function 'missing' not found", "missing") },
		"private function":  func() error { return r.fails("Cannot call private method '_private'", "_private") },
		"namespace":         r.namespace,
		"list of functions": r.list,
		"no result":         r.noResult,
		"several at once":   r.several,
		"out of order":      r.outOfOrder,
		"64 in flight":      r.manyInFlight,
		"heartbeats":        r.heartbeats,
		"stop":              r.stop,
		"death":             r.death,
	}
	behaviour, known := behaviours[name]
	if !known {
		return errors.New("no such behaviour is known here")
	}
	return behaviour()
}

func (r *run) fails(expected, function string, arguments ...any) error {
	result, err := call[any](r, function, arguments...)
	var remote *multifrost.RemoteError
	if !errors.As(err, &remote) || !strings.Contains(remote.Error(), expected) {
		return fmt.Errorf("expected an error with %q, but got %v, error %v", expected, result, err)
	}
	return nil
}

func (r *run) namespace() error {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	pending, err := r.worker.StartIn(ctx, "other", "echo", 1)
	if err != nil {
		return err
	}
	var result any
	if err := pending.Wait(&result); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("expected no answer, but got %v, error %v", result, err)
	}
	sum, err := call[int](r, "add", 1, 2)
	return expect(3, sum, err)
}

func (r *run) list() error {
	names, err := call[[]string](r, "list_functions")
	isPrivate := func(name string) bool { return strings.HasPrefix(name, "_") }
	complete := slices.Contains(names, "echo") && slices.Contains(names, "add")
	if err == nil && (!complete || slices.ContainsFunc(names, isPrivate)) {
		err = fmt.Errorf("got %v", names)
	}
	return err
}

func (r *run) noResult() error {
	result, err := call[any](r, "nothing")
	return expect(nil, result, err)
}

// start sends calls of a function, one for each argument.
func (r *run) start(function string, arguments ...any) ([]*multifrost.Pending, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	time.AfterFunc(callTimeout, cancel)
	var calls []*multifrost.Pending
	for _, argument := range arguments {
		call, err := r.worker.Start(ctx, function, argument)
		if err != nil {
			return nil, err
		}
		calls = append(calls, call)
	}
	return calls, nil
}

func (r *run) release(key any, held *multifrost.Pending) error {
	if _, err := call[string](r, "release", key); err != nil {
		return err
	}
	return await(key, held)
}

func await(expected any, call *multifrost.Pending) error {
	var result any
	err := call.Wait(&result)
	return expect(expected, result, err)
}

func (r *run) several() error {
	keys := []any{}
	for i := range 8 {
		keys = append(keys, fmt.Sprintf("several %d", i))
	}
	held, err := r.start("hold", keys...)
	if err != nil {
		return err
	}
	sum, err := call[int](r, "add", 1, 2)
	err = expect(3, sum, err)
	for i, key := range keys {
		err = errors.Join(err, r.release(key, held[i]))
	}
	return err
}

func (r *run) outOfOrder() error {
	keys := []any{"order 0", "order 1", "order 2"}
	held, err := r.start("hold", keys...)
	if err != nil {
		return err
	}
	return errors.Join(r.release(keys[2], held[2]), r.release(keys[1], held[1]), r.release(keys[0], held[0]))
}

func (r *run) manyInFlight() error {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	var calls []*multifrost.Pending
	for i := range 64 {
		call, err := r.worker.Start(ctx, "add", i, i)
		if err != nil {
			return err
		}
		calls = append(calls, call)
	}
	for i, call := range calls {
		if err := await(int64(2*i), call); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) heartbeats() error {
	held, err := r.start("hold", "beat")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	for range 3 {
		took, beatErr := r.worker.Heartbeat(ctx)
		if beatErr == nil && took <= 0 {
			beatErr = fmt.Errorf("a heartbeat took %v", took)
		}
		err = errors.Join(err, beatErr)
	}
	return errors.Join(err, r.release("beat", held[0]))
}

func (r *run) stop() error {
	if r.mode == "connect" {
		err := r.worker.Stop()
		if err == nil {
			r.worker, err = r.open()
		}
		if err != nil {
			return err
		}
		sum, err := call[int](r, "add", 1, 2)
		return expect(3, sum, err)
	}
	slow, err := r.start("slow", 200)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := r.worker.Stop(); err != nil { // not nil for an exit code other than 0
		return err
	}
	if took := time.Since(began); took > 10*time.Second {
		return fmt.Errorf("took %v", took)
	}
	return await(int64(200), slow[0])
}

func (r *run) death() error {
	if r.mode == "spawn" {
		var err error
		if r.worker, err = r.open(); err != nil {
			return err
		}
	}
	pid, err := call[int](r, "pid")
	if err != nil {
		return err
	}
	held, err := r.start("hold", "death")
	if err != nil {
		return err
	}
	began := time.Now()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	var result any
	if err := held[0].Wait(&result); !errors.Is(err, multifrost.ErrLost) || time.Since(began) > 10*time.Second {
		return fmt.Errorf("expected the loss of the worker, but got %v, error %v after %v", result, err, time.Since(began))
	}
	return nil
}
