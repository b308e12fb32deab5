package directory_test

import (
	"fmt"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/directory"
)

var editor = models.Actor{Kind: "account", ID: models.NewID()}

func mustSeed(t *testing.T, db *models.DB) {
	t.Helper()
	if err := directory.SeedDirectory(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

func society(t *testing.T, db *models.DB, name string) models.Organisation {
	t.Helper()
	o, err := models.FindOrganisationNamed(db.View(t.Context()), models.KindSociety, name)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestTheBuiltInDirectoryIsPutInOnceAndNeverOverEdits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mustSeed(t, db)
		r := db.View(t.Context())
		if n, err := models.CountOrganisations(r, models.KindSociety); err != nil || n != 191 {
			t.Fatalf("societies: %d, %v; want 191", n, err)
		}
		o := society(t, db, "Afghan Red Crescent Society")
		if o.Country != "AF" || o.Timezone != "Asia/Kabul" || strings.Join(o.Languages.V, " ") != "fa-AF ps" || !o.BuiltIn {
			t.Errorf("the first row reads as %+v", o)
		}
		o.Notes = "Write in Dari."
		if _, err := directory.Edit(t.Context(), db, editor, o); err != nil {
			t.Fatal(err)
		}
		if _, err := directory.Archive(t.Context(), db, editor, society(t, db, "Albanian Red Cross").ID, 1, true, "test"); err != nil {
			t.Fatal(err)
		}
		mustSeed(t, db)
		if got := society(t, db, "Afghan Red Crescent Society"); got.Notes != "Write in Dari." || got.Version != 2 {
			t.Errorf("the second start changed an edit: %+v", got)
		}
		if n, _ := models.CountOrganisations(r, models.KindSociety); n != 190 {
			t.Errorf("the second start brought an archived entry back: %d in use", n)
		}
	})
}

func TestAnEditFromAnOldVersionIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mustSeed(t, db)
		mine, theirs := society(t, db, "Kenya Red Cross Society"), society(t, db, "Kenya Red Cross Society")
		theirs.Timezone = "Africa/Nairobi"
		theirs.Notes = "first"
		if _, err := directory.Edit(t.Context(), db, editor, theirs); err != nil {
			t.Fatal(err)
		}
		mine.Notes = "second"
		if _, err := directory.Edit(t.Context(), db, editor, mine); !models.IsKind(err, models.KindConflict) {
			t.Errorf("got %v, want a conflict", err)
		}
		if got := society(t, db, "Kenya Red Cross Society"); got.Notes != "first" {
			t.Errorf("the older text won: %q", got.Notes)
		}
	})
}

func TestWhatTheDirectoryRefuses(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	good := models.Organisation{Kind: models.KindHost, Name: "Hosting company", Country: "CH", Timezone: "Europe/Zurich"}
	cases := []struct {
		name   string
		change func(*models.Organisation)
		field  string
	}{
		{"no name", func(o *models.Organisation) { o.Name = "  " }, "name"},
		{"a control character in the name", func(o *models.Organisation) { o.Name = "Host\x07ing" }, "name"},
		{"a name that turns its direction", func(o *models.Organisation) { o.Name = "Host\u202eing" }, "name"},
		{"a name of 201 characters", func(o *models.Organisation) { o.Name = strings.Repeat("n", 201) }, "name"},
		{"a kind nobody knows", func(o *models.Organisation) { o.Kind = "club" }, "kind"},
		{"a country nobody knows", func(o *models.Organisation) { o.Country = "XX" }, "country"},
		{"a zone of the machine, not of the world", func(o *models.Organisation) { o.Timezone = "Local" }, "timezone"},
		{"a zone that does not exist", func(o *models.Organisation) { o.Timezone = "Europe/Atlantis" }, "timezone"},
		{"a portal that is a script", func(o *models.Organisation) { o.Portal = "javascript:alert(1)" }, "portal"},
		{"a language nobody knows", func(o *models.Organisation) { o.Languages = models.JSONOf([]string{"klingonese-xx-long"}) }, "languages"},
		{"a society without a country", func(o *models.Organisation) { o.Kind, o.Country = models.KindSociety, "" }, "country"},
	}
	if _, err := directory.Add(t.Context(), db, editor, good); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := good
			o.Name = fmt.Sprintf("Company %d", i)
			c.change(&o)
			_, err := directory.Add(t.Context(), db, editor, o)
			wantField(t, err, c.field)
		})
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	e, ok := err.(*models.Error)
	if !ok || e.Kind != models.KindInvalid || len(e.Fields) == 0 || e.Fields[0].Name != field {
		t.Errorf("got %v, want the field %s to be refused", err, field)
	}
}

func TestTheDirectoryGoesOutAndComesBackUnchanged(t *testing.T) {
	for _, format := range []string{directory.CSV, directory.XLSX} {
		t.Run(format, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				mustSeed(t, db)
				o := society(t, db, "Kenya Red Cross Society")
				o.Notes = "=cmd|' /C calc'!A0\nsecond line"
				if _, err := directory.Edit(t.Context(), db, editor, o); err != nil {
					t.Fatal(err)
				}
				for i, e := range []directory.ContactEntry{{Name: "@Exercise One", Email: "one@example.org", Telephone: "+254 20 000 1111"}, {Role: "deputy", Name: "فاطمه", Email: "two@example.org", Position: 2}} {
					if _, err := directory.AddContact(t.Context(), db, editor, o.ID, e); err != nil {
						t.Fatalf("contact %d: %v", i, err)
					}
				}
				file, err := directory.Export(t.Context(), db, editor, format)
				if err != nil {
					t.Fatal(err)
				}
				if format == directory.CSV && strings.Contains(string(file), ",=cmd") || strings.Contains(string(file), `"=cmd`) {
					t.Error("a formula left the house alive")
				}
				rep, err := directory.Import(t.Context(), db, editor, file, false)
				if err != nil {
					t.Fatal(err)
				}
				if len(rep.Errors) > 0 || rep.Added+rep.Changed+rep.ContactsAdded+rep.ContactsChanged != 0 || rep.Unchanged != 198 || rep.ContactsUnchanged != 2 {
					t.Errorf("the same file again: %+v", rep)
				}

				other := modelstest.Open(t, models.SQLite)
				if rep, err = directory.Import(t.Context(), other, editor, file, false); err != nil || !rep.Applied || rep.Added != 198 || rep.ContactsAdded != 2 {
					t.Fatalf("into an empty directory: %+v, %v", rep, err)
				}
				got := society(t, other, "Kenya Red Cross Society")
				if got.Notes != o.Notes {
					t.Errorf("notes came back as %q", got.Notes)
				}
				cs, err := models.ListContacts(other.View(t.Context()), got.ID)
				if err != nil || len(cs) != 2 {
					t.Fatalf("contacts: %v, %v", cs, err)
				}
				e, err := directory.EntryOf(other.Keys(), &cs[0])
				if err != nil || e.Name != "@Exercise One" || e.Telephone != "+254200001111" {
					t.Errorf("the first contact came back as %+v, %v", e, err)
				}
			})
		})
	}
}

func TestRowsOfAnImport(t *testing.T) {
	head := "kind,name,country,timezone,contact_email,contact_role,colour\n"
	cases := []struct {
		name, rows string
		line       int64
		column     string
	}{
		{"a country nobody knows", "host,One,CH,,,,\nhost,Two,Atlantis,,,,", 3, "country"},
		{"an address nobody can write to", "host,One,CH,,not an address,,", 2, "contact_email"},
		{"a role nobody has", "host,One,CH,,a@example.org,boss,", 2, "contact_role"},
		{"two rows that contradict each other", "host,One,CH,,a@example.org,,\nhost,One,DE,,b@example.org,,", 3, "country"},
		{"a row without a name", "host,,CH,,,,", 2, "name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := modelstest.Open(t, models.SQLite)
			rep, err := directory.Import(t.Context(), db, editor, []byte(head+c.rows+"\n"), false)
			if err != nil {
				t.Fatal(err)
			}
			if rep.Applied || len(rep.Errors) == 0 || rep.Errors[0].Line != c.line || rep.Errors[0].Column != c.column {
				t.Errorf("got %+v, want an error in line %d, column %s", rep, c.line, c.column)
			}
			if len(rep.UnknownColumns) != 1 || rep.UnknownColumns[0] != "colour" {
				t.Errorf("unknown columns: %v", rep.UnknownColumns)
			}
			if n, _ := models.CountOrganisations(db.View(t.Context()), models.KindHost); n != 0 {
				t.Errorf("%d entries came in with a bad row beside them", n)
			}
		})
	}
	t.Run("an empty cell leaves what is there", func(t *testing.T) {
		db := modelstest.Open(t, models.SQLite)
		for _, file := range []string{"kind,name,country,timezone\nhost,One,CH,Europe/Zurich\n", "kind,name,country,timezone,notes\nhost,One,,,Call first\n"} {
			if rep, err := directory.Import(t.Context(), db, editor, []byte(file), false); err != nil || !rep.Applied {
				t.Fatalf("%+v, %v", rep, err)
			}
		}
		o, err := models.FindOrganisationNamed(db.View(t.Context()), models.KindHost, "One")
		if err != nil || o.Country != "CH" || o.Timezone != "Europe/Zurich" || o.Notes != "Call first" {
			t.Errorf("got %+v, %v", o, err)
		}
	})
	t.Run("a trial changes nothing", func(t *testing.T) {
		db := modelstest.Open(t, models.SQLite)
		rep, err := directory.Import(t.Context(), db, editor, []byte("kind,name\nhost,One\n"), true)
		if err != nil || rep.Applied || rep.Added != 1 {
			t.Errorf("%+v, %v", rep, err)
		}
		if n, _ := models.CountOrganisations(db.View(t.Context()), models.KindHost); n != 0 {
			t.Error("the trial wrote")
		}
	})
	t.Run("a file that is no table", func(t *testing.T) {
		db := modelstest.Open(t, models.SQLite)
		if _, err := directory.Import(t.Context(), db, editor, []byte("%PDF-1.7"), false); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAContactThatIsRemovedIsErased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mustSeed(t, db)
		c, err := directory.AddContact(t.Context(), db, editor, society(t, db, "Kenya Red Cross Society").ID, directory.ContactEntry{Name: "Exercise", Email: "x@example.org"})
		if err != nil {
			t.Fatal(err)
		}
		if err := directory.RemoveContact(t.Context(), db, editor, c.ID); err != nil {
			t.Fatal(err)
		}
		got, err := models.FindContact(db.View(t.Context()), c.ID)
		if err != nil || got.NameSealed != nil || got.EmailSealed != nil || got.EmailKey != nil || !got.Archived {
			t.Errorf("left behind: %+v, %v", got, err)
		}
	})
}

func TestTwoPeopleEditingAContactLoseNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		mustSeed(t, db)
		ctx := t.Context()
		read, err := directory.AddContact(ctx, db, editor, society(t, db, "Kenya Red Cross Society").ID, directory.ContactEntry{Name: "Exercise", Email: "x@example.org"})
		if err != nil {
			t.Fatal(err)
		}
		first, err := directory.EditContact(ctx, db, editor, read.ID, read.Version, directory.ContactEntry{Name: "Exercise", Email: "new@example.org"})
		if err != nil || first.Version <= read.Version {
			t.Fatalf("version %d after %d, %v", first.Version, read.Version, err)
		}
		if _, err := directory.EditContact(ctx, db, editor, read.ID, read.Version, directory.ContactEntry{Name: "Exercise Two", Email: "x@example.org"}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the second editor overwrote the first: %v", err)
		}
		now, err := models.FindContact(db.View(ctx), read.ID)
		if err != nil {
			t.Fatal(err)
		}
		if e, err := directory.EntryOf(db.Keys(), &now); err != nil || e.Email != "new@example.org" || e.Name != "Exercise" {
			t.Errorf("what stands: %+v, %v", e, err)
		}
		if _, err := directory.EditContact(ctx, db, editor, read.ID, now.Version, directory.ContactEntry{Name: "Exercise Two", Email: "new@example.org"}); err != nil {
			t.Errorf("after reading again: %v", err)
		}
	})
}
