package multifrost

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"
)

const (
	startTime = 10 * time.Second
	stopTime  = 5 * time.Second // to finish what runs, before SIGTERM
	termTime  = 2 * time.Second // before SIGKILL
)

// process is the worker's process.
type process struct {
	command *exec.Cmd
	ended   chan struct{} // closed when it has ended
	err     error         // how; set before
}

// Spawn starts a command that is a worker and waits until it answers. Its output goes where the
// command says.
func Spawn(ctx context.Context, command *exec.Cmd, options Options) (*Parent, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") // first, so that the port is ours
	if err != nil {
		return nil, err
	}
	defer listener.Close() // a worker whose connection has ended is lost
	port := listener.Addr().(*net.TCPAddr).Port
	command.Env = append(command.Environ(), fmt.Sprint("COMLINK_ZMQ_PORT=", port), "COMLINK_WORKER_MODE=1")
	if err := command.Start(); err != nil {
		return nil, err
	}
	process := &process{command: command, ended: make(chan struct{})}
	go process.wait()
	worker, err := process.awaitLink(ctx, listener)
	if err != nil {
		return nil, fmt.Errorf("worker %s did not start: %w", command, err)
	}
	parent := newParent(worker, process, options)
	if err := parent.awaitReady(ctx); err != nil {
		process.kill()
		return nil, fmt.Errorf("worker %s did not answer: %w", command, err)
	}
	return parent, nil
}

// awaitLink waits until the worker connects, it ends or the time is over. Either way it leaves no
// goroutine and, where it fails, no process behind.
func (p *process) awaitLink(ctx context.Context, listener net.Listener) (*link, error) {
	type accepted struct {
		link *link
		err  error
	}
	connected := make(chan accepted, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			connected <- accepted{nil, err}
			return
		}
		link, err := openLink(conn, zmq4.Dealer, true)
		connected <- accepted{link, err}
	}()
	var cause error
	select {
	case worker := <-connected:
		if cause = worker.err; cause == nil {
			return worker.link, nil
		}
	case <-p.ended:
		cause = fmt.Errorf("it ended before it connected: %v", p.state())
	case <-ctx.Done():
		cause = fmt.Errorf("it did not connect: %w", ctx.Err())
	}
	p.kill()
	return nil, cause
}

func (p *process) wait() {
	p.err = p.command.Wait()
	close(p.ended)
}

func (p *process) state() string {
	if p.err != nil {
		return p.err.Error()
	}
	return "exit status 0"
}

func (p *process) kill() {
	_ = p.command.Process.Kill() // it may have ended meanwhile
	<-p.ended
}

// stop waits for the end of a process that was asked to end, and insists where it does not.
func (p *process) stop() error {
	for _, step := range []struct {
		patience time.Duration
		signal   syscall.Signal
	}{{stopTime, syscall.SIGTERM}, {termTime, syscall.SIGKILL}} {
		select {
		case <-p.ended:
			return p.err
		case <-time.After(step.patience):
			_ = p.command.Process.Signal(step.signal)
		}
	}
	<-p.ended
	return p.err
}
