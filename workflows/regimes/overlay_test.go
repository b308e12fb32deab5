package regimes

import (
	"strings"
	"testing"
	"testing/fstest"
)

// overlaid loads the whole packs with one overlay as a person wrote it.
func overlaid(t *testing.T, name, old, new string) (*Library, []Problem) {
	t.Helper()
	files := fstest.MapFS{}
	for _, path := range glob(t, "testdata/whole/*.yaml") {
		files[path[len("testdata/whole/"):]] = &fstest.MapFile{Data: read(t, path)}
	}
	text := string(read(t, "testdata/overlays/some-authority.yaml"))
	if !strings.Contains(text, old) {
		t.Fatalf("the overlay of the test does not say %q", old)
	}
	files["overlays/"+name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	return Load(files)
}

func TestAnOverlaySaysWhatAnAuthorityGivesNoCreditForAndWhen(t *testing.T) {
	lib, problems := overlaid(t, "some-authority.yaml", "", "")
	if len(problems) > 0 || len(lib.Overlays("DE")) != 1 || len(lib.Overlays("DE-BY")) != 1 || lib.Overlays("FR") == nil || len(lib.Overlays("FR")) != 0 {
		t.Fatalf("%v, %v", problems, lib.AllOverlays())
	}
	o := lib.Overlays("DE")[0]
	for _, tc := range []struct {
		name, kind string
		on         Date
		want       bool
	}{
		{"on its first day", ExemptTrustedRecipient, "2021-01-11", true},
		{"on the day before", ExemptTrustedRecipient, "2021-01-10", false},
		{"on its last day", ExemptTrustedRecipient, "2023-12-31", true},
		{"on the day after", ExemptTrustedRecipient, "2024-01-01", false},
		{"another kind", ExemptEncryption, "2022-01-01", false},
	} {
		if got := o.RefusesCredit(tc.kind, tc.on); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
	o.InForce = ""
	if o.RefusesCredit(ExemptTrustedRecipient, "2022-01-01") {
		t.Error("an overlay without a day never applies")
	}
}

func TestTheLoaderRefusesEachBrokenOverlayWithFileAndLine(t *testing.T) {
	for _, tc := range []struct {
		name, old, new, want string
		line                 int
	}{
		{"unknown key", "why: The", "because: it\nwhy: The", `unknown key "because"`, 10},
		{"a kind that lowers no risk", "[trusted-recipient]", "[danger-to-person]", "not a word of the vocabulary", 9},
		{"nothing refused", "no_credit: [trusted-recipient]", "no_credit: []", "at least one country", 1},
		{"no citation", "citation: Decision 1 of 2021", "citation: null", `"citation" is missing`, 4},
		{"a country that is none", "[DE]", "[Germany]", "ISO 3166-1", 5},
		{"no such regime", "[old-law]", "[lost-law]", "not in the pack", 1},
		{"a date that is none", "2021-01-11", "2021-02-30", "not a date", 7},
		{"no reason", "why: The authority does not accept a promise.", "why: null", `"why" is missing`, 10},
		{"no review slots", "reviews:\n- {slot: first, by: null, on: null, note: null}", "reviews:", "two slots", 14},
		{"not its file name", "id: some-authority", "id: other", "Make them the same", 1},
		{"not YAML", "id: some-authority", "id: [", "not readable as YAML", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lib, problems := overlaid(t, "some-authority.yaml", tc.old, tc.new)
			if len(lib.AllOverlays()) != 0 {
				t.Error("it was let in")
			}
			for _, p := range problems {
				if p.File == "overlays/some-authority.yaml" && (p.Line == tc.line || tc.line == 0) && strings.Contains(p.Message, tc.want) {
					return
				}
			}
			t.Fatalf("want line %d ...%s..., got %v", tc.line, tc.want, problems)
		})
	}
}

// The Polish decisions are data, not code.
func TestThePolishAuthorityGivesNoCreditForATrustedRecipient(t *testing.T) {
	lib, _ := Default()
	found := lib.Overlays("PL")
	if len(found) != 1 || !found[0].RefusesCredit(ExemptTrustedRecipient, "2026-11-23") || found[0].RefusesCredit(ExemptTrustedRecipient, "2021-01-10") {
		t.Fatalf("PL: %+v", found)
	}
	if len(lib.Overlays("DE")) != 0 {
		t.Errorf("DE: %+v", lib.Overlays("DE"))
	}
}
