package gateway

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Settings say where a kind of message goes.
type Settings struct {
	Kind   Kind
	URL    *url.URL
	Key    string // of ours, for Authorization
	Secret string // shared, for the signature of receipts; empty: no receipt is accepted
	Sender string // the number or word the message comes from
	// Remembers is how long the provider remembers a key. Zero: not at all, or nobody has asked. Then an answer that was lost leaves the
	// message uncertain, as with plain mail.
	Remembers time.Duration
}

// Given are the settings as they stand in the environment (the configuration reads NAME or NAME_FILE).
type Given struct{ URL, Key, Secret, Sender, Hosts, Remembers string }

// NewSettings reads them; a gateway without a URL is not there and gives nil. Errors never repeat the address or the key.
func NewSettings(kind Kind, g Given) (*Settings, error) {
	if g.URL == "" {
		if g.Key != "" || g.Sender != "" {
			return nil, errors.New("the address of the gateway is missing, but a key or a sender is set")
		}
		return nil, nil
	}
	u, err := url.Parse(g.URL)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, errors.New("the address of the gateway must look like https://sms.example.org/send, without a user name")
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && isLoopback(u.Hostname()):
	default:
		return nil, errors.New("the address of the gateway must be https; plain http is allowed on this machine only")
	}
	hosts := strings.FieldsFunc(g.Hosts, func(r rune) bool { return r == ',' || r == ' ' })
	if len(hosts) > 0 && !slices.Contains(hosts, u.Hostname()) {
		return nil, errors.New("the host of the gateway does not stand in the list of allowed hosts")
	}
	if g.Key == "" {
		return nil, errors.New("the gateway needs a key; give it in a file")
	}
	if strings.ContainsAny(g.Key+g.Secret+g.Sender, "\r\n\x00") {
		return nil, errors.New("the key, the secret and the sender of the gateway must each be one line")
	}
	if g.Secret != "" && len(g.Secret) < 24 {
		return nil, errors.New("the secret for receipts is too short; 24 characters or more, for example from: head -c 32 /dev/urandom | base64")
	}
	s := &Settings{Kind: kind, URL: u, Key: g.Key, Secret: g.Secret, Sender: g.Sender}
	if g.Remembers != "" {
		if s.Remembers, err = time.ParseDuration(g.Remembers); err != nil || s.Remembers < 0 {
			return nil, fmt.Errorf("how long the provider remembers a key must be a time such as 24h")
		}
	}
	return s, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
