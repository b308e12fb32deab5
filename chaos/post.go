package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"candour/chaos/sink"
)

// sinkCommand is the sink as a process of its own: chaos sink -file F [-smtp ADDR] [-control ADDR].
func sinkCommand(args []string) int {
	set := flag.NewFlagSet("sink", flag.ContinueOnError)
	path := set.String("file", "", "where accepted messages are written down")
	addr := set.String("smtp", "127.0.0.1:0", "address to listen on (loopback)")
	control := set.String("control", "127.0.0.1:0", "address to be asked at (loopback)")
	if set.Parse(args) != nil || *path == "" {
		return 2
	}
	s, err := sink.Start(*addr, *path, nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	l, err := net.Listen("tcp", *control)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	srv := &http.Server{Handler: controls(s), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }()
	fmt.Printf("sink listens on %s %s\n", s.Addr, l.Addr())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	if err := errors.Join(srv.Close(), s.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// controls let another process ask how far a sink is and change how it answers.
func controls(s *sink.Sink) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /stats", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(s.Stats()) })
	mux.HandleFunc("POST /mode", func(w http.ResponseWriter, r *http.Request) {
		var m sink.Mode
		m.Latency, _ = time.ParseDuration(r.FormValue("latency"))
		m.Code, _ = strconv.Atoi(r.FormValue("code"))
		if d, err := time.ParseDuration(r.FormValue("for")); err == nil {
			m.Until = time.Now().Add(d)
		}
		s.SetMode(m)
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

// post is a sink process seen from outside.
type post struct {
	p             *process
	path          string // its file
	smtp, control string
	client        *http.Client
}

// startPost starts a sink process on a fresh or an old file; smtp may be empty for a free port.
func startPost(dir, smtp string) (*post, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if smtp == "" {
		smtp = "127.0.0.1:0"
	}
	s := &post{path: filepath.Join(dir, "sink.jsonl"), client: &http.Client{Timeout: 5 * time.Second}}
	if s.p, err = startProcess([]string{"CANDOUR_CHAOS_PART=sink"}, "sink listens on", self, "sink", "-file", s.path, "-smtp", smtp); err != nil {
		return nil, err
	}
	if err := s.p.untilReady(10 * time.Second); err != nil {
		s.p.kill()
		return nil, err
	}
	_, rest, _ := strings.Cut(s.p.said(), "sink listens on ")
	if n, err := fmt.Sscan(rest, &s.smtp, &s.control); n != 2 {
		s.p.kill()
		return nil, fmt.Errorf("the sink does not say where it listens: %w", err)
	}
	return s, nil
}

func (s *post) stats() (st sink.Stats, err error) {
	r, err := s.client.Get("http://" + s.control + "/stats")
	if err != nil {
		return st, err
	}
	defer r.Body.Close()
	return st, json.NewDecoder(r.Body).Decode(&st)
}

func (s *post) messages() (int64, error) {
	st, err := s.stats()
	return st.Messages, err
}

// mode sets how messages are answered: after a while, or with a code for some time.
func (s *post) mode(latency time.Duration, code int, lasting time.Duration) error {
	form := url.Values{"latency": {latency.String()}, "code": {strconv.Itoa(code)}}
	if lasting > 0 {
		form.Set("for", lasting.String())
	}
	r, err := s.client.PostForm("http://"+s.control+"/mode", form)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, r.Body)
	return r.Body.Close()
}

func (s *post) entries() ([]sink.Entry, error) { return sink.Read(s.path) }
