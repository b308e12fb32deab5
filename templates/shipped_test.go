package templates_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// The incident that every template is read with. Its moments, its counts and its reader never change, so that a change of a file below
// testdata/shipped is a change of what people read.
const (
	home      = "https://help.example.org"
	reader    = "Amina Example"
	reference = "123-456-789-012-345-678"
)

var (
	writer   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	now      = terms.InstantOf(time.Date(2022, 1, 20, 9, 0, 0, 0, time.UTC))
	speaker  = models.CircularContact{Name: "Duty desk", Role: "Data protection", Telephone: "+41 22 000 00 00", Email: "desk@help.example.org"}
	occurred = map[string]string{
		"occurred_at": `"2021-11-09T12:00:00+01:00"`, "detected_at": `"2022-01-18T10:00:00+01:00"`, "public_at": `"2022-01-19T18:00:00+01:00"`, "contained_at": `"2022-01-18T20:00:00+01:00"`,
		"people_count": `{"min":515000,"max":null,"exact":false}`, "exfiltrated": `"possible"`, "data_categories": `["contact","identification","humanitarian-case"]`,
	}
)

func example(t *testing.T) (*models.DB, models.Incident) {
	t.Helper()
	db := modelstest.Open(t, models.SQLite)
	modelstest.ClockOf(db).Set(now)
	db.SetHome(home)
	i := models.Incident{ID: models.NewID(), Title: "Intruder in the family-tracing servers", OpenedAt: now, OpenedBy: writer.Account}
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(i.ID)
		for key, value := range occurred {
			if err := models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: i.ID, Key: key, Value: value, Certainty: models.Confirmed, LearntAt: now, Zone: "Europe/Zurich", RecordedAt: now}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if i, err = models.FindIncident(db.View(t.Context()), writer, i.ID); err != nil {
		t.Fatal(err)
	}
	return db, i
}

// shipped gives each template in each language and channel as its reader gets it, by the name of its file.
func shipped(t *testing.T) map[string]string {
	t.Helper()
	db, i := example(t)
	r := db.View(t.Context())
	out := map[string]string{}
	add := func(text string, parts ...string) {
		name := strings.Join(parts, ".") + ".txt"
		if _, twice := out[name]; twice {
			t.Errorf("%s is written twice", name)
		}
		out[name] = strings.TrimRight(text, "\n") + "\n"
	}
	fill := func(lang, title, body string) (string, string) {
		values, err := texts.Values(r, i, lang)
		if err != nil {
			t.Fatal(err)
		}
		values["organisation"], values["society_count"] = "Example Red Crescent Society", "60"
		filledTitle, _, faults := texts.Fill(title, values)
		filledBody, _, more := texts.Fill(body, values)
		for _, f := range append(faults, more...) {
			if f.Placeholder != "to_write" {
				t.Errorf("%s %q: %s", lang, title, f.Detail)
			}
		}
		return filledTitle, filledBody
	}
	for _, x := range templates.Statements() {
		title, body := fill(x.Language, x.Title, x.Body)
		add(title+"\n\n"+body, "statement-"+x.Name, x.Language, "page")
	}
	printed, err := templates.Printed()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range printed {
		title, body := fill(x.Language, x.Title, x.Body)
		add(templates.Sheet{TextLang: x.Language, Title: title, Text: body}.Plain(), string(x.Kind), x.Language, "print")
	}
	answers, err := templates.Answers()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range answers {
		title, body := fill(x.Language, x.Question, x.Answer)
		add(templates.Sheet{TextLang: x.Language, Title: title, Text: body}.Plain(), "answer-"+x.Name, x.Language, "script")
	}
	circulars, err := templates.CircularStarts()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range circulars {
		title, happened := fill(x.Lang, x.Title, strings.ReplaceAll(x.Happened, delivery.SocietyPlaceholder, "Example Red Crescent Society"))
		_, ask := fill(x.Lang, x.Title, strings.ReplaceAll(x.Ask, delivery.SocietyPlaceholder, "Example Red Crescent Society"))
		l, err := templates.Circular{TextLang: x.Lang, Organisation: "Central Tracing Agency", Society: "Example Red Crescent Society", Reference: reference, Title: title, Happened: happened, Ask: ask,
			Contact: templates.Contact{Name: speaker.Name, Role: speaker.Role, Phone: speaker.Telephone, Mail: speaker.Email}, AnswerBy: now.Time().Add(48 * time.Hour), Zone: time.UTC}.Letter(home + "/l/example")
		if err != nil {
			t.Fatal(err)
		}
		add(l.Subject+"\n\n"+l.Text, "circular", x.Lang, "email")
	}
	for _, to := range []string{"authority", "subjects", "controller"} {
		title, body, err := templates.NoticeStart{Recipient: to, RecipientName: "Data protection authority", Party: "Example Red Crescent Society", Law: "Example Act, Art. 33"}.Draft()
		if err != nil {
			t.Fatal(err)
		}
		title, body = fill("en", title, body)
		add(title+"\n\n"+body, "notice-to-"+to, "en", "letter")
	}
	for _, variant := range templates.PeopleVariants {
		addPeople(t, r, i, variant, add)
	}
	return out
}

func addPeople(t *testing.T, r models.View, i models.Incident, variant string, add func(text string, parts ...string)) {
	t.Helper()
	starts, err := templates.PeopleStartsFor(variant)
	if err != nil {
		t.Fatal(err)
	}
	fixed, _, _, err := notices.ReadPeople(r, i, models.PeopleDraft{Organisation: "Central Tracing Agency", Contact: speaker, Texts: starts, Fallback: "en", Variant: variant})
	if err != nil {
		t.Fatal(err)
	}
	told, err := delivery.NewTelling(i, fixed, false)
	if err != nil {
		t.Fatal(err)
	}
	name := "people-everybody"
	if variant != "" {
		name = "people-" + variant
	}
	for _, lang := range templates.Languages() {
		to := delivery.ToldPerson{Name: reader, Society: "Example Red Crescent Society", Reference: reference, Wanted: lang, Families: variant == "families"}
		l, _, err := told.Mail(to)
		if err != nil {
			t.Fatalf("%s in %s: %v", name, lang, err)
		}
		add(l.Subject+"\n\n"+l.Text, name, lang, "email")
		for _, channel := range delivery.Variants {
			if channel == delivery.VariantMail {
				continue
			}
			text, _, err := told.Plain(channel, to)
			if err != nil {
				t.Fatalf("%s in %s as %s: %v", name, lang, channel, err)
			}
			add(text, name, lang, string(channel))
		}
	}
}

// With -update the files are written anew; then each of them is read by a person before it is committed.
func TestEveryTemplateThatShipsReadsAsItsGoldenFileSays(t *testing.T) {
	dir := filepath.Join("testdata", "shipped")
	update := flag.Lookup("update").Value.String() == "true"
	all := shipped(t)
	if update {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, got := range all {
		if strings.Contains(strings.ReplaceAll(got, templates.ToWrite, ""), "{{") {
			t.Errorf("%s: a placeholder is left in what people read", name)
		}
		file := filepath.Join(dir, name)
		if update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%v; run go test ./templates/ -update and read the file", err)
			continue
		}
		if string(want) != got {
			t.Errorf("%s reads otherwise%s", name, firstDifference(string(want), got))
		}
	}
	here, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range here {
		if _, ok := all[name]; !ok {
			t.Errorf("%s belongs to no template that ships; run go test ./templates/ -update", name)
		}
	}
}

// A template that is added is read in every language; one that is forgotten in one of them is found here.
func TestEveryTemplateThatShipsIsReadInEveryLanguage(t *testing.T) {
	langs := map[string][]string{}
	for name := range shipped(t) {
		parts := strings.Split(name, ".")
		langs[parts[0]+" "+parts[2]] = append(langs[parts[0]+" "+parts[2]], parts[1])
	}
	for name, got := range langs {
		want := templates.Languages()
		if strings.HasPrefix(name, "notice-to-") {
			want = []string{"en"} // authorities and controllers are written to in the words of the rule pack, which are English
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s is read in %v, want %v", name, got, want)
		}
	}
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for n := range max(len(a), len(b)) {
		var x, y string
		if n < len(a) {
			x = a[n]
		}
		if n < len(b) {
			y = b[n]
		}
		if x != y {
			return fmt.Sprintf(" in line %d:\nwas %q\nis  %q", n+1, x, y)
		}
	}
	return ""
}
