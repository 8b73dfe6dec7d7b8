package multifrost

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

const handshakeTimeout = 5 * time.Second

// link is one ZeroMQ connection. We use zmq4's connections rather than its sockets, since a socket
// does not tell when a connection has ended, and that is how a worker knows that its parent has
// gone. With one link for each peer there is no need for the identities that a ROUTER adds.
type link struct {
	conn    *zmq4.Conn
	sending sync.Mutex // a message is several frames, which must stay together
}

// openLink does the handshake over a connection: as the ROUTER of a worker or the DEALER of a parent.
func openLink(conn net.Conn, kind zmq4.SocketType, listens bool) (*link, error) {
	conn.SetDeadline(time.Now().Add(handshakeTimeout))
	opened, err := zmq4.Open(conn, null.Security(), kind, nil, listens, nil)
	if err != nil {
		conn.Close()
		return nil, err
	}
	conn.SetDeadline(time.Time{})
	return &link{conn: opened}, nil
}

// dialLink connects to a port of this machine, and tries again until the time is over.
func dialLink(port int, kind zmq4.SocketType, timeout time.Duration) (*link, error) {
	for deadline := time.Now().Add(timeout); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), timeout)
		if err == nil {
			return openLink(conn, kind, false)
		}
		if time.Now().After(deadline) {
			return nil, err
		}
	}
}

// send writes a message; when it returns, the system has all of it.
func (l *link) send(m message) error {
	payload, err := m.encode()
	if err != nil {
		return fmt.Errorf("%w: %w", errNoForm, err)
	}
	return l.sendPayload(payload)
}

func (l *link) sendPayload(payload []byte) error {
	l.sending.Lock()
	defer l.sending.Unlock()
	return l.conn.SendMsg(zmq4.NewMsgFrom(nil, payload))
}

var (
	errNoForm  = errors.New("has no form in MessagePack")
	errDropped = errors.New("dropped a message")
)

// receive waits for a message. What it cannot read is an errDropped, after which it can go on.
func (l *link) receive() (message, error) {
	msg, err := l.conn.RecvMsg()
	if err != nil {
		return nil, err
	}
	if len(msg.Frames) != 2 || len(msg.Frames[0]) != 0 {
		return nil, fmt.Errorf("%w of %d frames", errDropped, len(msg.Frames))
	}
	m, err := decode(msg.Frames[1])
	if err != nil {
		err = fmt.Errorf("%w: %w", errDropped, err)
	}
	return m, err
}

func (l *link) close() {
	l.conn.Close()
}
