package acknowledgement

import (
	"os"
	"strings"
	"testing"
	"time"

	"candour/models/terms"
)

func TestTheChaseFollowsTheFile(t *testing.T) {
	onDisk, err := os.ReadFile("ladder.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := ParseLadder("ladder.yaml", onDisk)
	if err != nil {
		t.Fatal(err)
	}
	l, err := TheLadder()
	if err != nil {
		t.Fatal(err)
	}
	sent := terms.InstantOf(time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC))
	by := sent.Add(48 * time.Hour)
	if len(l.Rungs) != len(want.Rungs) {
		t.Fatalf("%d rungs are used, the file has %d", len(l.Rungs), len(want.Rungs))
	}
	for i, w := range want.Rungs {
		if l.Rungs[i] != w {
			t.Errorf("rung %d is %+v, the file says %+v", i, l.Rungs[i], w)
		}
	}
	for i, after := range []time.Duration{24 * time.Hour, 36 * time.Hour, 48 * time.Hour, 60 * time.Hour} {
		if at := l.at(i, sent, by); !at.Equal(sent.Add(after)) {
			t.Errorf("rung %d is due at %s, want %s after sending", i, at, after)
		}
	}
	if at := l.at(len(l.Rungs), sent, by); !at.IsZero() {
		t.Errorf("after the last rung there is another at %s", at)
	}
}

func TestABrokenLadderIsRefused(t *testing.T) {
	const manager = "- {id: incident-manager, share: 1.25, audience: incident-manager}\n"
	for _, c := range []struct{ name, yaml, says string }{
		{"nobody at the end", "rungs:\n- {id: reminder, share: 0.5, audience: first-contact}\n", "the last rung"},
		{"the manager in the middle", "rungs:\n" + manager + "- {id: region, share: 2, audience: region}\n", "the last rung"},
		{"no rung", "rungs: []\n", "at least"},
		{"an unknown word", "rungs:\n- {id: reminder, share: 0.5, audience: first-contact, repeat: 3}\n" + manager, "repeat"},
		{"an unknown audience", "rungs:\n- {id: reminder, share: 0.5, audience: everybody}\n" + manager, "everybody"},
		{"backwards", "rungs:\n- {id: deputy, share: 2, audience: deputy}\n" + manager, "does not come after"},
		{"two of one name", "rungs:\n- {id: incident-manager, share: 1, audience: deputy}\n" + manager, "id of its own"},
		{"before it was sent", "rungs:\n- {id: reminder, share: -0.5, audience: first-contact}\n" + manager, "above 0"},
		{"not a number", "rungs:\n- {id: reminder, share: .nan, audience: first-contact}\n" + manager, "above 0"},
		{"never", "rungs:\n- {id: incident-manager, share: 1000, audience: incident-manager}\n", "at most 10"},
		{"a second document", "rungs:\n" + manager + "---\nrungs: []\n", "there is more"},
		{"empty", "", "broken.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ParseLadder("broken.yaml", []byte(c.yaml)); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("refused with %v, want a sentence with %q", err, c.says)
			}
		})
	}
}
