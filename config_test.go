package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func environment(pairs ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return m[name] }
}

func TestSettingsThatStopTheStart(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(secret, []byte("postgres://u:p@db/candour\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		env  []string
		want []string // every one of these is said; none: it starts
	}{
		{"nothing set: embedded, on loopback", nil, nil},
		{"behind a proxy with https", []string{"CANDOUR_LISTEN", "0.0.0.0:8080", "CANDOUR_PUBLIC_URL", "https://candour.example.org"}, nil},
		{"plain http for everybody", []string{"CANDOUR_LISTEN", "0.0.0.0:8080", "CANDOUR_PUBLIC_URL", "http://candour.example.org"}, []string{"must be https"}},
		{"no public address", []string{"CANDOUR_LISTEN", "0.0.0.0:8080"}, []string{"CANDOUR_PUBLIC_URL is needed"}},
		{"PostgreSQL without a key file", []string{"CANDOUR_DATABASE_URL", "postgres://db/candour"}, []string{"CANDOUR_KEY_FILE is needed"}},
		{"a secret from a file", []string{"CANDOUR_DATABASE_URL_FILE", secret, "CANDOUR_KEY_FILE", "/run/key"}, nil},
		{"a pace for every domain and another for one", []string{"CANDOUR_SMTP_PER_DOMAIN", "600, gmail.com=60"}, nil},
		{"a pace in words", []string{"CANDOUR_SMTP_PER_DOMAIN", "gmail.com=slowly"}, []string{"CANDOUR_SMTP_PER_DOMAIN", "from 1 to 1000000"}},
		{"a secret twice", []string{"CANDOUR_DATABASE_URL", "sqlite:x.db", "CANDOUR_DATABASE_URL_FILE", secret}, []string{"both set"}},
		{"three things wrong at once", []string{"CANDOUR_DATABASE_URL", "mysql://x", "CANDOUR_LISTEN", "8080", "CANDOUR_SMTP_URL", "smtp://relay.example.org"},
			[]string{"sqlite: or postgres://", "host:port", "CANDOUR_MAIL_FROM"}},
		{"a signature of which half is missing, and a word for a number", []string{"CANDOUR_DKIM_KEY_FILE", "/nowhere/dkim.pem", "CANDOUR_SMTP_CONNECTIONS", "many"},
			[]string{"CANDOUR_DKIM_SELECTOR is needed", "CANDOUR_DKIM_DOMAIN is needed", "CANDOUR_DKIM_KEY_FILE cannot be read", "CANDOUR_SMTP_CONNECTIONS"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readConfig(environment(c.env...))
			if (err != nil) != (len(c.want) > 0) {
				t.Fatalf("got %v", err)
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is not said: %v", w, err)
				}
			}
		})
	}
}

func TestAKeyIsMadeOnlyForANewDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candour.db")
	c, err := readConfig(environment("CANDOUR_DATABASE_URL", "sqlite:"+path))
	if err != nil || !c.MakeKey {
		t.Fatalf("a new database gets no key: %v, %v", c.MakeKey, err)
	}
	if err := os.WriteFile(path, []byte("rows"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = readConfig(environment("CANDOUR_DATABASE_URL", "sqlite:"+path)); err != nil || c.MakeKey {
		t.Errorf("beside a database that exists a key would be made: %v, %v", c.MakeKey, err)
	}
}

// A relay whose setting was mistyped would be missed when no message arrives, which is too late.
func TestASettingNobodyReadsIsNamed(t *testing.T) {
	read := map[string]bool{}
	env := environment()
	if _, err := readConfig(func(name string) string { read[name] = true; return env(name) }); err != nil {
		t.Fatal(err)
	}
	got := misspelt([]string{"CANDOUR_SMTP_ULR=smtp://relay.example.org", "CANDOUR_SMTP_URL=smtp://relay.example.org", "CANDOUR_DATABASE_URL_FILE=/run/url",
		"CANDOUR_TEST_POSTGRES_URL=x", "CANDOUR_CHAOS_KILLS=3", "HOME=/root"}, read)
	if len(got) != 1 || !strings.HasPrefix(got[0], "CANDOUR_SMTP_ULR is not a setting") || strings.Contains(got[0], "relay.example.org") {
		t.Errorf("said %q", got)
	}
}
