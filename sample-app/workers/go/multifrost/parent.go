package multifrost

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

const findTime = 5 * time.Second

// Heartbeats find a worker that hangs; one whose connection ends is noticed at once.
const (
	heartbeatInterval = 5 * time.Second
	heartbeatTimeout  = 3 * time.Second
	heartbeatMisses   = 3
)

// Options of a parent; the zero value is fine.
type Options struct {
	Protocol   int           // 3 (if zero) or 4
	Namespace  string        // in which functions are called: "default" if empty
	ClientName string        // for the worker to see
	Interval   time.Duration // of heartbeats: 5 s if zero, none if negative
}

// Parent calls the functions of one worker, any number at once. When the worker is lost, what waits
// for it ends with ErrLost, and so does each later call.
type Parent struct {
	options Options
	app     string
	process *process // nil where the worker is a service
	worker  *link

	mutex   sync.Mutex
	waiting map[string]chan message
	lost    chan struct{} // closed when the connection has ended
	err     error         // why; set before
}

// ErrLost is what calls end with when the worker has died or was stopped.
var ErrLost = errors.New("the worker is lost")

// RemoteError is the failure of a function, or of a call that the worker refused.
type RemoteError struct {
	Message string // "Type: message", or what the worker found wrong with the call
	Trace   string // may be empty
}

func (e *RemoteError) Error() string { return e.Message }

// Connect finds the service with an id and connects to it.
func Connect(ctx context.Context, serviceID string, options Options) (*Parent, error) {
	found, err := findService(serviceID, findTime)
	if err != nil {
		return nil, err
	}
	worker, err := dialLink(found.Port, zmq4.Dealer, connectTime)
	if err != nil {
		return nil, fmt.Errorf("service %q cannot be reached at port %d: %w", serviceID, found.Port, err)
	}
	parent := newParent(worker, nil, options)
	if err := parent.awaitReady(ctx); err != nil {
		parent.Stop()
		return nil, fmt.Errorf("service %q did not answer: %w", serviceID, err)
	}
	return parent, nil
}

func newParent(worker *link, process *process, options Options) *Parent {
	parent := &Parent{
		options: options,
		app:     "comlink_ipc_v3",
		process: process,
		worker:  worker,
		waiting: map[string]chan message{},
		lost:    make(chan struct{}),
	}
	if options.Protocol == 4 {
		parent.app = "comlink_ipc_v4"
	}
	go parent.receiveAll()
	return parent
}

// awaitReady sends heartbeats until one is answered: the one sign that every worker gives.
func (p *Parent) awaitReady(ctx context.Context) error {
	for {
		attempt, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
		_, err := p.Heartbeat(attempt)
		cancel()
		if err == nil {
			if p.options.Interval >= 0 {
				go p.watch()
			}
			return nil
		}
		if ctx.Err() != nil || errors.Is(err, ErrLost) {
			return err
		}
	}
}

func (p *Parent) watch() {
	interval := cmp.Or(p.options.Interval, heartbeatInterval)
	for misses := 0; misses < heartbeatMisses; {
		select {
		case <-p.lost:
			return
		case <-time.After(interval):
		}
		ctx, cancel := context.WithTimeout(context.Background(), heartbeatTimeout)
		if _, err := p.Heartbeat(ctx); err == nil {
			misses = 0
		} else {
			misses++
		}
		cancel()
	}
	p.end(fmt.Errorf("%w: it no longer answers heartbeats", ErrLost))
}

// Call calls a function and waits for its result. A deadline of the context travels along, so that
// the worker need not begin what nobody waits for any more.
func Call[T any](ctx context.Context, p *Parent, function string, arguments ...any) (T, error) {
	var result T
	pending, err := p.Start(ctx, function, arguments...)
	if err == nil {
		err = pending.Wait(&result)
	}
	return result, err
}

// Pending is a call that was sent.
type Pending struct {
	ctx    context.Context
	parent *Parent
	id     string
	answer chan message
}

// Start sends a call and does not wait for its result.
func (p *Parent) Start(ctx context.Context, function string, arguments ...any) (*Pending, error) {
	return p.StartIn(ctx, p.options.Namespace, function, arguments...)
}

// StartIn sends a call to another namespace than the options say.
func (p *Parent) StartIn(ctx context.Context, namespace, function string, arguments ...any) (*Pending, error) {
	call := p.message("call")
	call["function"] = function
	call["args"] = append([]any{}, arguments...) // an array, even if empty
	call["namespace"] = cmp.Or(namespace, "default")
	if p.options.ClientName != "" {
		call["client_name"] = p.options.ClientName
	}
	if deadline, ok := ctx.Deadline(); ok {
		call["metadata"] = map[string]any{"deadline": float64(deadline.UnixMicro()) / 1e6}
	}
	return p.start(ctx, call)
}

// Wait waits for the result and sets the variable that a pointer points to. It is to be called once.
func (c *Pending) Wait(result any) error {
	answer, err := c.wait()
	if err != nil {
		return err
	}
	if answer.text("type") == "error" {
		text, trace, _ := strings.Cut(answer.text("error"), "\n")
		return &RemoteError{text, trace}
	}
	if err := convert(answer["result"], reflect.ValueOf(result).Elem()); err != nil {
		return fmt.Errorf("the result: %w", err)
	}
	return nil
}

// Heartbeat measures the time to the worker's message loop and back.
func (p *Parent) Heartbeat(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	heartbeat := p.message("heartbeat")
	heartbeat["metadata"] = map[string]any{"hb_timestamp": now()}
	pending, err := p.start(ctx, heartbeat)
	if err != nil {
		return 0, err
	}
	answer, err := pending.wait()
	if err != nil {
		return 0, err
	}
	metadata, _ := answer["metadata"].(map[string]any)
	if answer.text("type") != "heartbeat" || metadata["hb_response"] != true {
		return 0, fmt.Errorf("a heartbeat was answered by a message of type %q with metadata %v", answer["type"], metadata)
	}
	return time.Since(began), nil
}

func (p *Parent) message(kind string) message {
	return message{"app": p.app, "id": newID(), "type": kind, "timestamp": now()}
}

func (p *Parent) start(ctx context.Context, request message) (*Pending, error) {
	pending := &Pending{ctx, p, request.text("id"), make(chan message, 1)}
	p.mutex.Lock()
	p.waiting[pending.id] = pending.answer
	p.mutex.Unlock()
	err := p.worker.send(request)
	if err != nil {
		p.forget(pending.id)
	}
	if err != nil && !errors.Is(err, errNoForm) {
		err = p.end(fmt.Errorf("%w: %w", ErrLost, err))
	}
	return pending, err
}

func (p *Parent) forget(id string) {
	p.mutex.Lock()
	delete(p.waiting, id)
	p.mutex.Unlock()
}

func (c *Pending) wait() (message, error) {
	defer c.parent.forget(c.id)
	select {
	case answer := <-c.answer:
		return answer, nil
	case <-c.parent.lost:
		select {
		case answer := <-c.answer: // it came just before
			return answer, nil
		default:
			return nil, c.parent.err
		}
	case <-c.ctx.Done():
		cancel := c.parent.message("cancel") // a hint, which a worker may ignore
		cancel["id"] = c.id
		_ = c.parent.worker.send(cancel) // where it fails, the connection has ended
		return nil, fmt.Errorf("no answer: %w", c.ctx.Err())
	}
}

func (p *Parent) receiveAll() {
	for {
		answer, err := p.worker.receive()
		if err != nil && !errors.Is(err, errDropped) {
			p.end(fmt.Errorf("%w: %w", ErrLost, err))
			return
		}
		if err != nil && answer.text("id") != "" {
			answer["type"], answer["error"] = "error", "the answer cannot be read: "+err.Error()
		}
		if !answer.isOurs() {
			continue
		}
		switch answer.text("type") {
		case "response", "error", "heartbeat":
			p.mutex.Lock()
			waiting := p.waiting[answer.text("id")]
			delete(p.waiting, answer.text("id"))
			p.mutex.Unlock()
			if waiting != nil {
				waiting <- answer
			}
		case "stdout":
			printLines(os.Stdout, answer)
		case "stderr":
			printLines(os.Stderr, answer)
		}
	}
}

func printLines(to io.Writer, output message) {
	fmt.Fprintln(to, strings.TrimSuffix(output.text("output"), "\n"))
}

// end ends what waits for the worker, with the first cause that is known.
func (p *Parent) end(cause error) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.err == nil {
		p.err = cause
		close(p.lost)
		p.worker.close()
	}
	return p.err
}

// Stop lets a worker that was spawned finish its calls and end, and kills it where it does not;
// from a service it only disconnects.
func (p *Parent) Stop() error {
	var err error
	if p.process != nil {
		_ = p.worker.send(p.message("shutdown")) // where it fails, the worker has ended
		err = p.process.stop()
		<-p.lost // what it answered last has been read then
	}
	p.end(fmt.Errorf("%w: it was stopped", ErrLost))
	return err
}
