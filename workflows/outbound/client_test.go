package outbound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

// Addresses that lead into the network the program stands in, in every form in which one can be written (TRUST WB-06).
func insideAddresses() []string {
	all := []string{"0.0.0.0", "127.0.0.1", "127.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255",
		"192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255",
		"240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "fc00::1", "fd12:3456::1",
		"fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1"}
	for _, v4 := range all[:24] {
		all = append(all, "::ffff:"+v4)
		b := netip.MustParseAddr(v4).As4()
		all = append(all, fmt.Sprintf("64:ff9b::%02x%02x:%02x%02x", b[0], b[1], b[2], b[3]), fmt.Sprintf("2002:%02x%02x:%02x%02x::1", b[0], b[1], b[2], b[3]))
	}
	for i := range 100 {
		all = append(all, fmt.Sprintf("10.%d.%d.%d", i, 255-i, i*2), fmt.Sprintf("fd%02x::%x", i, i+1))
	}
	return all
}

func TestAddressesInsideAreNeverDialled(t *testing.T) {
	var asked atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer trap.Close()
	n := 0
	for _, a := range insideAddresses() {
		ip := netip.MustParseAddr(a)
		if !Inside(ip) {
			t.Errorf("%s is called outside", a)
		}
		host := a
		if ip.Is6() {
			host = "[" + strings.ReplaceAll(a, "%", "%25") + "]"
		}
		if _, err := New(a, strings.Trim(host, "[]")).Get(context.Background(), "https://"+host+"/", 100); !errors.Is(err, ErrInside) && !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", a, err)
		}
		n++
	}
	if n < 200 || asked.Load() != 0 {
		t.Errorf("%d addresses tried, %d requests arrived", n, asked.Load())
	}
	for _, a := range []string{"8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:400a::8a"} {
		if Inside(netip.MustParseAddr(a)) {
			t.Errorf("%s is called inside", a)
		}
	}
}

func TestANameThatLeadsInsideIsRefusedWhereItIsDialled(t *testing.T) {
	c := New("localhost")
	c.scheme, c.ports = "http", []string{"8099"}
	if _, err := c.Get(t.Context(), "http://localhost:8099/", 100); !errors.Is(err, ErrInside) {
		t.Errorf("%v", err)
	}
}

func TestOnlyTheNamedHostIsAskedAndOnlyByHTTPS(t *testing.T) {
	c := New("page.example.org")
	for _, a := range []string{"http://page.example.org/", "https://other.example.org/", "https://page.example.org.evil.example/", "https://page.example.org:8443/", "https://user@page.example.org/",
		"https://page.example.org#x", "file:///etc/passwd", "gopher://page.example.org/", "//page.example.org/", "https:page.example.org", "https://2130706433/", "https://0x7f000001/", "https://127.1/",
		"https://0177.0.0.1/", "https://page.example.org@evil.example/", "", "https://", "https://page.example.org\\@evil.example/", "ftp://page.example.org/", "javascript:alert(1)"} {
		if _, err := c.Get(t.Context(), a, 100); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", a, err)
		}
	}
}

// near is a client for a server on this machine, which only a test may ask.
func near(t *testing.T, s *httptest.Server) *Client {
	t.Helper()
	host, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := New(host)
	c.refuse, c.scheme, c.ports = func(netip.Addr) bool { return false }, "http", []string{port}
	return c
}

func TestRedirectsAreNotFollowedAndLongAnswersAreCut(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/go":
			http.Redirect(w, r, "/secret", http.StatusFound)
		case "/long":
			_, _ = w.Write(make([]byte, 200))
		default:
			_, _ = w.Write([]byte("here"))
		}
	}))
	defer s.Close()
	c := near(t, s)
	if a, err := c.Get(t.Context(), s.URL+"/go", 100); err != nil || a.Status != http.StatusFound || asked.Load() != 1 {
		t.Errorf("%+v %v, %d requests", a, err, asked.Load())
	}
	if _, err := c.Get(t.Context(), s.URL+"/long", 100); !errors.Is(err, ErrTooLong) {
		t.Errorf("%v", err)
	}
	if a, err := c.Get(t.Context(), s.URL+"/", 100); err != nil || string(a.Body) != "here" {
		t.Errorf("%+v %v", a, err)
	}
}
