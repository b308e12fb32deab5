package regimes

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The fingerprint of a changed rule could be written over the old one; the script that make check runs sees it in the
// history of the clone.
func TestARecordedEditionCannotBeWrittenOver(t *testing.T) {
	script, err := filepath.Abs("../../scripts/check-editions")
	if err != nil {
		t.Fatal(err)
	}
	clone := t.TempDir()
	file := filepath.Join(clone, "workflows/regimes/packs/some-law.yaml")
	command := func(name string, args ...string) (string, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir = clone
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	must := func(name string, args ...string) {
		t.Helper()
		if out, err := command(name, args...); err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	pack := string(read(t, "testdata/changes/some-law.yaml"))
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(pack)
	must("git", "init", "-q")
	must("git", "add", ".")
	must("git", "commit", "-qm", "first edition")

	write(strings.Replace(pack, "rules: '823eef6e996f18af'", "rules: 'ffffffffffffffff'", 1))
	if out, err := command(script); err == nil || !strings.Contains(out, "an edition that was recorded has changed") {
		t.Errorf("the recorded edition was written over, and the script said %q (%v)", out, err)
	}
	write(strings.Replace(pack, "\nconfidence: high", "\n- {version: 2, on: 2026-12-01, what: Hours, why: Act 2, rules: 'ffffffffffffffff', cases: 'ffffffffffffffff'}\nconfidence: high", 1))
	if out, err := command(script); err != nil {
		t.Errorf("a new edition below the old one was refused: %v %s", err, out)
	}
	must("git", "commit", "-qam", "second edition")
	if out, err := command(script); err != nil {
		t.Errorf("a committed second edition was refused: %v %s", err, out)
	}
	write(pack)
	if out, err := command(script); err == nil {
		t.Errorf("the second edition was taken away, and the script said %q", out)
	}
}
