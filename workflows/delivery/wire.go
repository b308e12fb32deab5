package delivery

import (
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/go-mail/mail/v2"
)

// wire is the connection under a conversation with the relay. What is said is gathered until an answer is waited for: a message is one write,
// not as many as it is longer than the library's buffer. It belongs to one goroutine at a time.
type wire struct {
	net.Conn
	said []byte
}

// A wire speaks at the latest when so much is gathered.
const gatheredMost = 64 << 10

func (w *wire) Write(b []byte) (int, error) {
	w.said = append(w.said, b...)
	if len(w.said) >= gatheredMost {
		if err := w.speak(); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

func (w *wire) Read(b []byte) (int, error) {
	if err := w.speak(); err != nil {
		return 0, err
	}
	return w.Conn.Read(b)
}

func (w *wire) speak() error {
	if len(w.said) == 0 {
		return nil
	}
	_, err := w.Conn.Write(w.said)
	w.said = w.said[:0]
	return err
}

// Close says what was gathered, which is a farewell at most, and ends the connection.
func (w *wire) Close() error {
	_ = w.speak()
	return w.Conn.Close()
}

// handing gives a connection of ours to the library, which lets its caller neither set the time-outs of the first words nor close what a
// conversation that failed leaves open. Who dials locks it; the library asks for the connection first of all, and that unlocks it.
var handing struct {
	sync.Mutex
	wire *wire
}

func init() {
	mail.NetDialTimeout = func(network, address string, timeout time.Duration) (net.Conn, error) {
		if w := handing.wire; w != nil {
			handing.wire = nil
			handing.Unlock()
			return w, nil
		}
		return net.DialTimeout(network, address, timeout)
	}
}

// converse has the library greet over a wire, which is closed when that fails. The deadline covers the greeting and, with smtps, the handshake
// before it: the library's own begins after them, so a server that accepts and says nothing would hold a worker for ever.
func converse(d *mail.Dialer, timeout time.Duration) (*wire, mail.SendCloser, error) {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort(d.Host, strconv.Itoa(d.Port)), timeout)
	if err != nil {
		return nil, nil, err
	}
	w := &wire{Conn: conn}
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	handing.Lock()
	handing.wire = w
	s, err := d.Dial()
	if err != nil {
		_ = conn.Close() // without a farewell, where the library has not done so already
		return nil, nil, err
	}
	return w, s, nil
}
