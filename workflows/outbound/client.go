package outbound

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// What stops a request before anything is sent. The sentences name no address.
var (
	ErrAddress = errors.New("the address is not one that may be asked: https, a host of the list, the usual port, no user name")
	ErrInside  = errors.New("the name leads into our own network, so this is no look from outside")
	ErrTooLong = errors.New("the answer is longer than expected")
)

const patience = 10 * time.Second

// Client asks the hosts it was made for, and nobody else.
type Client struct {
	hosts []string
	http  *http.Client
	// refuse says which addresses are not dialled; only a test dials others.
	refuse func(netip.Addr) bool
	scheme string
	ports  []string
}

// New makes a client for these hosts.
func New(hosts ...string) *Client {
	c := &Client{refuse: Inside, scheme: "https", ports: []string{"", "443"}}
	for _, h := range hosts {
		c.hosts = append(c.hosts, strings.ToLower(h))
	}
	dialer := &net.Dialer{Timeout: patience / 2, Control: c.control}
	c.http = &http.Client{
		Timeout: patience,
		Transport: &http.Transport{Proxy: nil, DialContext: dialer.DialContext, TLSHandshakeTimeout: patience / 2, ResponseHeaderTimeout: patience,
			DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 32 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// control runs after the name was resolved, for the very address that is dialled: what a name server says in between cannot matter.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return ErrInside
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || c.refuse(ip) {
		return ErrInside
	}
	return nil
}

// Answer is what came back.
type Answer struct {
	Status int
	Body   []byte
}

// Get fetches an address with at most so many bytes.
func (c *Client) Get(ctx context.Context, address string, most int64) (Answer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != c.scheme || u.User != nil || u.Opaque != "" || u.Fragment != "" || !slices.Contains(c.ports, u.Port()) ||
		!slices.Contains(c.hosts, strings.ToLower(u.Hostname())) {
		return Answer{}, ErrAddress
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && c.refuse(ip) {
		return Answer{}, ErrInside
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Answer{}, ErrAddress
	}
	req.Header.Set("User-Agent", "Candour")
	res, err := c.http.Do(req)
	if err != nil {
		if errors.Is(err, ErrInside) {
			return Answer{}, ErrInside
		}
		return Answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err == nil && int64(len(b)) > most {
		err = ErrTooLong
	}
	return Answer{res.StatusCode, b}, err
}

// inside are networks that are no outside: the machine itself, private and carrier networks, link-local (which holds the cloud's secrets at
// 169.254.169.254), documentation, benchmarks, and the forms in which an IPv4 address hides in an IPv6 one (IANA special-purpose registries).
var inside = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")

func prefixes(all ...string) (out []netip.Prefix) {
	for _, s := range all {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// Inside says whether an address is not out on the internet. An address in a zone (fe80::1%eth0) never is.
func Inside(ip netip.Addr) bool {
	if !ip.IsValid() || ip.Zone() != "" {
		return true
	}
	for _, a := range []netip.Addr{ip, ip.Unmap()} {
		if !a.IsGlobalUnicast() || slices.ContainsFunc(inside, func(p netip.Prefix) bool { return p.Contains(a) }) {
			return true
		}
	}
	return false
}
