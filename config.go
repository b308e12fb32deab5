package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/delivery/gateway"
	"candour/workflows/dispatch"
)

// Config is every setting, read from the environment once. A secret NAME may be given as NAME_FILE, a file that holds it.
type Config struct {
	DatabaseURL string // CANDOUR_DATABASE_URL: sqlite:PATH or postgres://...
	Listen      string // CANDOUR_LISTEN: host:port, default 127.0.0.1:8080
	PublicURL   string // CANDOUR_PUBLIC_URL: how people reach it; https unless on loopback
	KeyFile     string // CANDOUR_KEY_FILE: master key; with SQLite made beside the database when missing
	MakeKey     bool   // the key file may be made
	SMTPURL     string // CANDOUR_SMTP_URL: smtp://user:password@host:587; empty: messages wait in the outbox
	MailFrom    string // CANDOUR_MAIL_FROM: sender address of notices
	DataDir     string // where outbox copies and spools lie: beside the database, or CANDOUR_DATA_DIR
	JournalDir  string // CANDOUR_JOURNAL_DIR: what this node hands over, outside the database; default journal in DataDir
	DKIMKeyFile string // CANDOUR_DKIM_KEY_FILE, CANDOUR_DKIM_SELECTOR, CANDOUR_DKIM_DOMAIN: sign what leaves; empty: nothing is signed
	DKIMName    string
	DKIMDomain  string
	Connections int           // CANDOUR_SMTP_CONNECTIONS: to the relay at the same time when people are told; default 32
	PerDomain   dispatch.Pace // CANDOUR_SMTP_PER_DOMAIN: messages a minute to one receiving domain; empty: as many as the relay takes
	BounceDir   string        // CANDOUR_BOUNCE_DIR: a Maildir where bounces arrive; empty: they come by webhook, or to the sender's mailbox
	// CANDOUR_SMS_URL and the like, CANDOUR_VOICE_URL and the like: where text and voice messages go; nil: nowhere.
	SMS, Voice *gateway.Settings
	// CANDOUR_BOUNCE_SECRET, CANDOUR_SMS_SECRET, CANDOUR_VOICE_SECRET: what notifications are signed with; without one none is taken.
	HookSecrets map[string]string
	// CANDOUR_PROXIES: addresses or networks, with commas, of the proxies in front that say for whom they ask (X-Forwarded-For). Only they are
	// believed; without it the check page counts guesses of all its readers together.
	Proxies   []netip.Prefix
	StaticDir string // CANDOUR_STATIC_DIR: where copies of public pages are written for another web server; empty: none
	Demo      bool   // set by the demo command only
}

// readConfig reads all settings and reports all problems together: nobody wants to find them one start at a time.
func readConfig(env func(string) string) (Config, error) {
	var problems []error
	bad := func(format string, a ...any) { problems = append(problems, fmt.Errorf(format, a...)) }
	get := func(name string) string {
		v, file := env(name), env(name+"_FILE")
		if file == "" {
			return v
		}
		if v != "" {
			bad("%s and %s_FILE are both set: keep one", name, name)
			return v
		}
		b, err := os.ReadFile(file)
		if err != nil {
			bad("%s_FILE cannot be read: %v", name, err)
		}
		return strings.TrimRight(string(b), "\r\n")
	}
	c := Config{DatabaseURL: get("CANDOUR_DATABASE_URL"), Listen: get("CANDOUR_LISTEN"), PublicURL: strings.TrimRight(get("CANDOUR_PUBLIC_URL"), "/"),
		KeyFile: env("CANDOUR_KEY_FILE"), SMTPURL: get("CANDOUR_SMTP_URL"), MailFrom: get("CANDOUR_MAIL_FROM"), DataDir: get("CANDOUR_DATA_DIR"),
		JournalDir: env("CANDOUR_JOURNAL_DIR"), DKIMKeyFile: env("CANDOUR_DKIM_KEY_FILE"), DKIMName: env("CANDOUR_DKIM_SELECTOR"), DKIMDomain: env("CANDOUR_DKIM_DOMAIN"), Connections: 32}
	c.StaticDir = env("CANDOUR_STATIC_DIR")
	c.BounceDir, c.HookSecrets = env("CANDOUR_BOUNCE_DIR"), map[string]string{"bounces": get("CANDOUR_BOUNCE_SECRET")}
	for kind, to := range map[gateway.Kind]**gateway.Settings{gateway.SMS: &c.SMS, gateway.Voice: &c.Voice} {
		name := "CANDOUR_" + strings.ToUpper(string(kind))
		secret := get(name + "_SECRET")
		g, err := gateway.NewSettings(kind, gateway.Given{URL: env(name + "_URL"), Key: get(name + "_KEY"), Secret: secret, Sender: env(name + "_SENDER"),
			Hosts: env("CANDOUR_GATEWAY_HOSTS"), Remembers: env(name + "_REMEMBERS")})
		if err != nil {
			bad("%s_URL and its settings: %v", name, err)
		}
		*to, c.HookSecrets[string(kind)] = g, secret
	}
	if s := c.HookSecrets["bounces"]; s != "" && len(s) < 24 {
		bad("CANDOUR_BOUNCE_SECRET is too short; 24 characters or more, for example from: head -c 32 /dev/urandom | base64")
	}
	for _, s := range strings.FieldsFunc(env("CANDOUR_PROXIES"), func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(s)
		if a, single := netip.ParseAddr(s); single == nil {
			p, err = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
		}
		if err != nil {
			bad("CANDOUR_PROXIES: %q is no address and no network such as 10.0.0.0/8", s)
			continue
		}
		c.Proxies = append(c.Proxies, p.Masked())
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.DatabaseURL == "" {
		c.DatabaseURL = "sqlite:./data/candour.db"
	}
	engine, _, err := models.ParseURL(c.DatabaseURL)
	if err != nil {
		bad("CANDOUR_DATABASE_URL: %v", err)
	}
	switch engine {
	case models.SQLite:
		path := strings.TrimPrefix(c.DatabaseURL, "sqlite:")
		if c.DataDir == "" {
			c.DataDir = filepath.Dir(path)
		}
		if c.KeyFile == "" {
			c.KeyFile = path + ".key"
		}
		// Beside a database that exists a new key would open nothing and hide that the right one is missing.
		c.MakeKey = !holdsSomething(path)
	case models.Postgres:
		if c.KeyFile == "" {
			bad("CANDOUR_KEY_FILE is needed with PostgreSQL: the key that seals people must not lie beside the database, and every node needs the same one (make it with: head -c 32 /dev/urandom | base64)")
		}
		if c.DataDir == "" {
			c.DataDir = "./data"
		}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		bad("CANDOUR_LISTEN must be host:port, for example 127.0.0.1:8080: %v", err)
	}
	if c.PublicURL == "" && isLoopback(host) {
		c.PublicURL = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(c.PublicURL)
	switch {
	case c.PublicURL == "":
		bad("CANDOUR_PUBLIC_URL is needed when CANDOUR_LISTEN is not a loopback address: links in messages are made from it")
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.Path != "":
		bad("CANDOUR_PUBLIC_URL must look like https://candour.example.org, without a path")
	case u.Scheme == "http" && !(isLoopback(host) && isLoopback(u.Hostname())):
		bad("CANDOUR_PUBLIC_URL must be https: plain http is served on loopback only")
	}
	if v := env("CANDOUR_SMTP_CONNECTIONS"); v != "" {
		if c.Connections, err = strconv.Atoi(v); err != nil || c.Connections < 1 || c.Connections > 500 {
			bad("CANDOUR_SMTP_CONNECTIONS must be a number from 1 to 500; the relay has to allow as many from one address")
		}
	}
	if c.PerDomain, err = dispatch.ParsePace(env("CANDOUR_SMTP_PER_DOMAIN")); err != nil {
		bad("CANDOUR_SMTP_PER_DOMAIN is messages a minute to one receiving domain, such as 300 or gmail.com=60,outlook.com=120: %v", err)
	}
	if _, err := c.mail(""); err != nil {
		problems = append(problems, err)
	}
	return c, errors.Join(problems...)
}

// mail is how this installation sends: relay, sender and signature, checked together.
func (c Config) mail(outboxDir string) (delivery.Setup, error) {
	s, err := delivery.NewSetup(c.SMTPURL, c.MailFrom, "Candour", outboxDir)
	d, signErr := delivery.ReadDKIM(c.DKIMKeyFile, c.DKIMName, c.DKIMDomain)
	s.DKIM = d
	if err == nil && s.Relay != nil {
		signErr = errors.Join(signErr, d.Fits(s.From.Address))
	}
	return s, errors.Join(err, signErr)
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// holdsSomething says whether a database file exists and is not empty.
func holdsSomething(path string) bool {
	f, err := os.Stat(path)
	return err == nil && f.Size() > 0
}
