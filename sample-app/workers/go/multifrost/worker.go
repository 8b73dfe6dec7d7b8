// Package multifrost is both sides of the Multifrost protocol: a Worker offers Go functions to
// parents in other languages, a Parent calls the functions of a worker.
package multifrost

import (
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"
)

const (
	namespace     = "default" // calls to others are meant for other workers
	maxCalls      = 10_000    // accepted and not answered yet; further calls are refused
	connectTime   = 3 * time.Second
	reconnectTime = time.Second      // for the connection to come back before the parent counts as gone
	drainTime     = 30 * time.Second // after SIGTERM, for the parent to finish its own work and say shutdown
)

var parentPid = os.Getppid() // as early as possible: it changes when the parent ends

// Worker answers calls, each on a goroutine of its own. Heartbeats are answered whatever those do.
type Worker struct {
	functions map[string]function

	spawned bool
	secret  string // shows the parent that it is its own worker that answers

	mutex    sync.Mutex
	owed     int // calls accepted and not answered yet
	stopping bool
	draining atomic.Bool   // SIGTERM has come
	asked    chan struct{} // closed when stopping
	stopped  chan struct{} // closed when nothing is owed either
}

// NewWorker makes a worker without functions.
func NewWorker() *Worker {
	return &Worker{functions: map[string]function{}, asked: make(chan struct{}), stopped: make(chan struct{})}
}

// Handle offers a function: of any arguments, returning (T, error), T, error or nothing. Several
// calls of it may run at once. It panics for what is no such function, and for a name that begins with
// "_", which nobody can call.
func (w *Worker) Handle(name string, f any) *Worker {
	if strings.HasPrefix(name, "_") {
		panic(fmt.Sprintf("function %q is private, and cannot be called", name))
	}
	w.functions[name] = newFunction(name, f)
	return w
}

// Run serves the parent that started this process, or else any parent that looks for serviceID, and
// returns when it was told to stop and has answered what it was asked. Where the parent has gone,
// it ends the process: nobody is left to answer.
func (w *Worker) Run(serviceID string) error {
	port, spawned := os.LookupEnv("COMLINK_ZMQ_PORT")
	secret := os.Getenv("MULTIFROST_SECRET")
	os.Unsetenv("MULTIFROST_SECRET") // not for what functions start
	if !spawned && serviceID != "" {
		return w.serve(serviceID)
	}
	number, err := strconv.Atoi(port)
	if err != nil || number < 1024 || number > 65535 {
		return fmt.Errorf("COMLINK_ZMQ_PORT must be a port from 1024 to 65535, but is %q; a parent sets it "+
			"when it starts this worker (or give a service id)", port)
	}
	w.spawned, w.secret = true, secret
	// Ctrl+C or the end of a terminal reaches the parent too, and it is the parent that decides. Not
	// signal.Ignore, which programs that functions start would inherit.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGHUP)
	go w.drain()
	err = w.attach(number)
	if w.draining.Load() {
		return nil
	}
	return err
}

// drain ends this process some time after SIGTERM: the parent got it as well, and says shutdown when
// it is done.
func (w *Worker) drain() {
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGTERM)
	<-received
	w.draining.Store(true)
	time.Sleep(drainTime)
	os.Exit(0)
}

func (w *Worker) stopOn(signals ...os.Signal) {
	received := make(chan os.Signal, 1)
	signal.Notify(received, signals...)
	go func() {
		<-received
		w.Stop()
	}()
}

// Stop takes no further calls; Run returns when the accepted ones are answered.
func (w *Worker) Stop() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if !w.stopping {
		w.stopping = true
		close(w.asked)
		w.endIfDone()
	}
}

func (w *Worker) endIfDone() {
	if w.stopping && w.owed == 0 {
		close(w.stopped)
	}
}

// attach connects to the parent that started this process.
func (w *Worker) attach(port int) error {
	go w.watchParentProcess()
	for patience := connectTime; ; patience = reconnectTime {
		parent, err := dialLink(port, zmq4.Router, patience)
		if err != nil {
			return fmt.Errorf("the parent has gone: %w", err)
		}
		lost := make(chan struct{})
		go func() {
			w.answerAll(parent)
			close(lost)
		}()
		select {
		case <-w.stopped:
			parent.close()
			return nil
		case <-lost:
		}
	}
}

// watchParentProcess notices a parent that was killed before this process was connected to it.
func (w *Worker) watchParentProcess() {
	for os.Getppid() == parentPid {
		time.Sleep(time.Second)
	}
	log.Print("The parent has gone: this worker ends")
	if w.draining.Load() {
		os.Exit(0)
	}
	os.Exit(1)
}

// serve listens for parents that find this worker in the registry.
func (w *Worker) serve(serviceID string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.stopOn(syscall.SIGTERM, syscall.SIGINT)
	go func() {
		for {
			conn, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			} else if err != nil {
				log.Printf("Could not accept a connection: %v", err)
				time.Sleep(100 * time.Millisecond) // too many open files, most likely
				continue
			}
			go func() {
				if parent, err := openLink(conn, zmq4.Router, true); err == nil {
					w.answerAll(parent)
				} else {
					log.Printf("Refused a connection: %v", err)
				}
			}()
		}
	}()
	if err := register(serviceID, listener.Addr().(*net.TCPAddr).Port); err != nil {
		return err
	}
	<-w.asked
	err = unregister(serviceID)
	<-w.stopped
	return errors.Join(err, listener.Close())
}

// answerAll reads what one parent sends, until its connection ends.
func (w *Worker) answerAll(parent *link) {
	defer parent.close()
	for {
		request, err := parent.receive()
		switch {
		case err != nil && !errors.Is(err, errDropped):
			return
		case err != nil && request.isOurs() && request.text("type") == "call" && request.text("id") != "":
			w.refuse(parent, request, err.Error())
		case err != nil:
			log.Print(err)
		case request.isOurs():
			w.answer(parent, request)
		}
	}
}

func (w *Worker) answer(parent *link, request message) {
	switch request.text("type") {
	case "heartbeat":
		answer := request.reply("heartbeat")
		metadata, _ := request["metadata"].(map[string]any)
		if metadata == nil {
			metadata = map[string]any{}
		}
		metadata["hb_response"] = true
		if w.secret != "" {
			metadata["secret"], metadata["features"] = w.secret, []string{}
		}
		answer["metadata"] = metadata
		if args, ok := request["args"]; ok {
			answer["args"] = args
		}
		w.send(parent, answer)
	case "shutdown":
		if w.spawned { // a service has other parents
			w.Stop()
		}
	case "call":
		if n := request.text("namespace"); n != "" && n != namespace {
			return
		}
		if refusal := w.accept(request); refusal != "" {
			w.refuse(parent, request, refusal)
			return
		}
		go w.run(parent, request)
	}
}

// accept counts a call, or says why it cannot be taken.
func (w *Worker) accept(call message) string {
	name := call.text("function")
	_, known := w.functions[name]
	_, isArray := call["args"].([]any)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch {
	case call.text("id") == "":
		return "Message missing 'id' field"
	case name == "":
		return "Message missing 'function' field"
	case strings.HasPrefix(name, "_"):
		return fmt.Sprintf("Cannot call private method '%s'", name)
	case !known && name != "list_functions" && name != "listFunctions":
		return fmt.Sprintf("Function '%s' not found", name)
	case !isArray && call["args"] != nil:
		return "Field 'args' must be an array"
	case w.stopping:
		return "Worker is stopping"
	case w.owed >= maxCalls:
		return fmt.Sprintf("Worker is busy with %d calls", w.owed)
	}
	w.owed++
	return ""
}

// run answers a call, whatever becomes of its function.
func (w *Worker) run(parent *link, call message) {
	ended := failure{kind: "Error", message: "the function has ended its goroutine"} // by runtime.Goexit
	why := &ended
	var payload []byte
	defer func() {
		if why != nil {
			answer := call.reply("error")
			answer["error"], answer["metadata"] = why.text(), why.metadata()
			w.send(parent, answer)
		} else if err := parent.sendPayload(payload); err != nil {
			log.Printf("Could not answer: %v", err)
		}
		w.mutex.Lock()
		defer w.mutex.Unlock()
		w.owed--
		w.endIfDone()
	}()
	defer func() {
		if cause := recover(); cause != nil { // of the function, or of a method that encodes its result
			panicked := describePanic(cause)
			why = &panicked
		}
	}()
	payload, why = w.respond(call)
}

func (w *Worker) respond(call message) ([]byte, *failure) {
	if late := now() - call.deadline(); late > 0 {
		return nil, &failure{kind: "DeadlineExceeded", message: fmt.Sprintf("the deadline of the call had passed %.3f s before it was begun", late)}
	}
	result, err := w.result(call)
	if err == nil {
		err = checkResult(reflect.ValueOf(result), 1)
	}
	answer := call.reply("response")
	answer["result"] = result
	var payload []byte
	if err == nil {
		if payload, err = answer.encode(); err != nil {
			err = fmt.Errorf("the result %w: %w", errNoForm, err)
		}
	}
	if err != nil {
		why := describe(err)
		return nil, &why
	}
	return payload, nil
}

func (w *Worker) result(call message) (any, error) {
	f, known := w.functions[call.text("function")]
	if !known {
		names := []string{}
		for name := range w.functions {
			names = append(names, name)
		}
		slices.Sort(names)
		return names, nil
	}
	arguments, _ := call["args"].([]any)
	return f.call(arguments)
}

func (w *Worker) refuse(parent *link, call message, text string) {
	answer := call.reply("error")
	answer["error"] = shorten(text)
	w.send(parent, answer)
}

// send need not tell where it fails: the parent has gone then, which reading from it tells.
func (w *Worker) send(parent *link, answer message) {
	if err := parent.send(answer); err != nil {
		log.Printf("Could not answer: %v", err)
	}
}
