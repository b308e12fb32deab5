package mark_test

import (
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/delivery/mark"
)

func TestOnlyOurOwnMarksAreRead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		k := db.Keys()
		steps := []mark.Step{{Dispatch: 1, Person: 1<<24 | 7, Step: 1}, {Dispatch: 1, Person: 1<<24 | 7, Step: 2}, {Dispatch: 1<<62 - 1, Person: 1 << 62, Step: 999}, {Delivery: models.NewID()}}
		seen := map[string]bool{}
		for _, s := range steps {
			token, err := mark.Token(k, s)
			if err != nil {
				t.Fatal(err)
			}
			again, err := mark.Token(k, s)
			if err != nil || again != token || seen[token] {
				t.Errorf("%+v: %s, then %s, %v", s, token, again, err)
			}
			seen[token] = true
			sender, err := mark.EnvelopeSender(k, s, "society.example.org")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := delivery.ParseAddress(sender); err != nil {
				t.Errorf("the address bounces go to is none: %v", err)
			}
			for _, as := range []string{sender, "<" + sender + ">", strings.ToUpper(sender)} {
				if got, err := mark.Read(k, mark.OfAddress(as)); err != nil || got != s {
					t.Errorf("%+v came back as %+v, %v", s, got, err)
				}
			}
			for i := range len(token) {
				c := byte('a')
				if token[i] == c {
					c = 'b'
				}
				forged := token[:i] + string(c) + token[i+1:]
				if got, err := mark.Read(k, forged); err == nil && got != s {
					t.Errorf("a mark with one letter changed is read as %+v", got)
				}
			}
		}
		for _, bad := range []string{"", "b", "aaaaaaaaaaaaaaaaaaaaaaaa", strings.Repeat("a", 65), "äöü", "1111111111111111111111"} {
			if _, err := mark.Read(k, bad); err == nil {
				t.Errorf("%q is read as ours", bad)
			}
		}
		for _, none := range []mark.Step{{}, {Dispatch: 1}, {Dispatch: 1, Person: 1}, {Delivery: "x"}} {
			if _, err := mark.Token(k, none); err == nil {
				t.Errorf("%+v has a mark", none)
			}
		}
		// Two people of one dispatch must not look alike: who sees two letters must not learn that they belong together (SC12).
		a, _ := mark.Token(k, mark.Step{Dispatch: 7, Person: 100, Step: 1})
		b, _ := mark.Token(k, mark.Step{Dispatch: 7, Person: 101, Step: 1})
		same := 0
		for i := range min(len(a), len(b)) {
			if a[i] == b[i] {
				same++
			}
		}
		if same > len(a)/3 {
			t.Errorf("two marks share %d of %d letters", same, len(a))
		}
	})
}

func TestAMarkOfAnotherInstallationIsNone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		other := modelstest.Open(t, db.Engine())
		if _, err := other.SQL().Exec("DELETE FROM keysets"); err != nil {
			t.Fatal(err)
		}
		if err := other.Unlock(t.Context(), modelstest.MasterKey); err != nil {
			t.Fatal(err)
		}
		token, err := mark.Token(other.Keys(), mark.Step{Dispatch: 1, Person: 1, Step: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := mark.Read(db.Keys(), token); err == nil {
			t.Error("it is read as ours")
		}
	})
}
