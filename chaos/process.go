package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a child in a group of its own, so that a kill reaches all it started.
type process struct {
	cmd    *exec.Cmd
	ready  chan struct{} // closed when its output says so
	ended  chan struct{}
	err    error // after ended
	mu     sync.Mutex
	output []string // the last lines
}

// children are the groups that run now; whoever ends this program ends them too.
var children = struct {
	sync.Mutex
	groups map[int]bool
}{groups: map[int]bool{}}

// endTogether takes the children along when this program is asked to end.
func endTogether() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-asked
		children.Lock()
		for group := range children.groups {
			_ = syscall.Kill(-group, syscall.SIGKILL)
		}
		os.Exit(130)
	}()
}

// startProcess starts a program. It is ready when a line of its output contains word.
func startProcess(env []string, word, path string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(path, args...), ready: make(chan struct{}), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, w := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = w, w
	children.Lock()
	defer children.Unlock()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	children.groups[p.cmd.Process.Pid] = true
	go p.read(out, word)
	go func() {
		p.err = p.cmd.Wait()
		children.Lock()
		delete(children.groups, p.cmd.Process.Pid)
		children.Unlock()
		_ = w.Close()
		close(p.ended)
	}()
	return p, nil
}

func (p *process) read(out io.Reader, word string) {
	in, said := bufio.NewScanner(out), false
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		p.mu.Lock()
		if p.output = append(p.output, in.Text()); len(p.output) > 30 {
			p.output = p.output[1:]
		}
		p.mu.Unlock()
		if !said && strings.Contains(in.Text(), word) {
			said = true
			close(p.ready)
		}
	}
	_, _ = io.Copy(io.Discard, out)
}

// said gives the last lines of its output.
func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.output, "\n")
}

// untilReady waits; a process that ends before is an error.
func (p *process) untilReady(within time.Duration) error {
	select {
	case <-p.ready:
		return nil
	case <-p.ended:
		return fmt.Errorf("the program ended before it was ready: %w\n%s", errors.Join(p.err), p.said())
	case <-time.After(within):
		return fmt.Errorf("the program was not ready within %s\n%s", within, p.said())
	}
}

// alive says whether it still runs.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

func (p *process) signal(s syscall.Signal) { _ = syscall.Kill(-p.cmd.Process.Pid, s) }

// kill ends the group at once and waits until it is gone.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// stop asks it to end, and kills it when it does not.
func (p *process) stop(within time.Duration) error {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.ended:
		return p.err
	case <-time.After(within):
		p.kill()
		return fmt.Errorf("the program did not end within %s of being asked\n%s", within, p.said())
	}
}
