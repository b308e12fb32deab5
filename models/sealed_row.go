package models

import (
	"bytes"
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// sealedRow is a row with words that lie sealed in the database and stand open in memory: openRow opens them after reading, BeforeCreate (gorm
// calls it) seals them before the row is added.
type sealedRow interface{ openRow(k *Keyring) error }

// keysPlugin brings the keys to where rows are written and read; gorm hands nothing else to a hook.
type keysPlugin struct{ db *DB }

func (keysPlugin) Name() string              { return "keys" }
func (keysPlugin) Initialize(*gorm.DB) error { return nil }
func keysOf(g *gorm.DB) *Keyring             { return g.Plugins["keys"].(keysPlugin).db.keys }
func sealInto(g *gorm.DB, place, plain string, into *[]byte) (err error) {
	*into, err = keysOf(g).SealText(place, plain)
	return err
}

// sealValue replaces a plain word among the values of an update by its sealed form.
func sealValue(k *Keyring, values map[string]any, name, place string) error {
	plain, there := values[name].(string)
	if !there {
		return nil
	}
	sealed, err := k.SealText(place, plain)
	delete(values, name)
	values[name+"_sealed"] = sealed
	return err
}

func (i *Incident) titlePlace() string { return "incidents.title:" + i.ID }

// BeforeCreate seals the title.
func (i *Incident) BeforeCreate(g *gorm.DB) error {
	return sealInto(g, i.titlePlace(), i.Title, &i.TitleSealed)
}

func (i *Incident) openRow(k *Keyring) (err error) {
	i.Title, err = k.OpenText(i.titlePlace(), i.TitleSealed)
	return err
}

func (g *PeopleGroup) namePlace() string   { return "people_groups.name:" + g.ID }
func (g *PeopleGroup) reasonPlace() string { return "people_groups.risk_reason:" + g.ID }

// BeforeCreate seals the name and why a risk was stated.
func (g *PeopleGroup) BeforeCreate(db *gorm.DB) (err error) {
	if g.NameKey, err = groupNameKey(keysOf(db), g.IncidentID, g.Name); err != nil {
		return err
	}
	if err := sealInto(db, g.namePlace(), g.Name, &g.NameSealed); err != nil {
		return err
	}
	return sealInto(db, g.reasonPlace(), g.RiskReason, &g.RiskReasonSealed)
}

func (g *PeopleGroup) openRow(k *Keyring) (err error) {
	if g.Name, err = k.OpenText(g.namePlace(), g.NameSealed); err != nil {
		return err
	}
	g.RiskReason, err = k.OpenText(g.reasonPlace(), g.RiskReasonSealed)
	return err
}

// groupNameKey is what says that two groups have one name.
func groupNameKey(k *Keyring, incident ID, name string) ([]byte, error) {
	return k.Lookup("people_groups.name", incident, name)
}

func (d *Delivery) subjectPlace() string { return "deliveries.subject:" + d.ID }

// BeforeCreate seals the subject.
func (d *Delivery) BeforeCreate(g *gorm.DB) error {
	return sealInto(g, d.subjectPlace(), d.Subject, &d.SubjectSealed)
}

func (d *Delivery) openRow(k *Keyring) (err error) {
	d.Subject, err = k.OpenText(d.subjectPlace(), d.SubjectSealed)
	return err
}

// BeforeCreate seals what the rules were given and what they answered: both speak of groups by name.
func (a *Assessment) BeforeCreate(g *gorm.DB) (err error) {
	if a.InputSealed, err = keysOf(g).Seal("assessments.input:"+a.ID, a.Input); err != nil {
		return err
	}
	a.ResultSealed, err = keysOf(g).Seal("assessments.result:"+a.ID, a.Result)
	return err
}

func (a *Assessment) openRow(k *Keyring) (err error) {
	for _, x := range []struct {
		place  string
		sealed []byte
		into   *[]byte
	}{{"assessments.input:", a.InputSealed, &a.Input}, {"assessments.result:", a.ResultSealed, &a.Result}} {
		if len(x.sealed) == 0 {
			continue // the list leaves them out
		}
		if *x.into, err = k.Open(x.place+a.ID, x.sealed); err != nil {
			return err
		}
	}
	return nil
}

// sealWords and openWords keep a list of sentences; whole pages of them are opened at once, so they are read as the column in clear was.
func sealWords(k *Keyring, place string, words JSON[[]string]) ([]byte, error) {
	plain, err := words.Value()
	if err != nil {
		return nil, err
	}
	return k.Seal(place, []byte(plain.(string)))
}

func openWords(k *Keyring, place string, sealed []byte, into *JSON[[]string]) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := k.Open(place, sealed)
	if err != nil {
		return err
	}
	return into.Scan(string(plain))
}

// BeforeCreate seals the reasons: they name the group that decided.
func (d *Determination) BeforeCreate(g *gorm.DB) (err error) {
	d.ReasonsSealed, err = sealWords(keysOf(g), "determinations.reasons:"+d.ID, d.Reasons)
	return err
}

func (d *Determination) openRow(k *Keyring) error {
	return openWords(k, "determinations.reasons:"+d.ID, d.ReasonsSealed, &d.Reasons)
}

// BeforeCreate seals how the time was found: that names the group, too.
func (o *Obligation) BeforeCreate(g *gorm.DB) (err error) {
	o.ExplanationSealed, err = sealWords(keysOf(g), o.explanationPlace(), o.Explanation)
	return err
}

func (o *Obligation) explanationPlace() string { return "obligations.explanation:" + o.ID }

func (o *Obligation) openRow(k *Keyring) error {
	return openWords(k, o.explanationPlace(), o.ExplanationSealed, &o.Explanation)
}

func (c *ClockRow) openRow(k *Keyring) (err error) {
	if err := c.Obligation.openRow(k); err != nil {
		return err
	}
	c.IncidentTitle, err = k.OpenText("incidents.title:"+c.IncidentID, c.IncidentTitleSealed)
	return err
}

func (t *TaskRow) openRow(k *Keyring) (err error) {
	t.IncidentTitle, err = k.OpenText("incidents.title:"+t.IncidentID, t.IncidentTitleSealed)
	return err
}

// openRows opens what lies sealed in rows; before the keys are there nothing of it can be read.
func openRows[T any](g *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	if _, sealed := any(&rows[0]).(sealedRow); !sealed {
		return nil
	}
	keys := keysOf(g)
	if keys == nil {
		return nil
	}
	for i := range rows {
		if err := any(&rows[i]).(sealedRow).openRow(keys); err != nil {
			return err
		}
	}
	return nil
}

// clearMark stands before words that an earlier schema kept in clear. No sealed field begins like it.
var clearMark, packedMark = []byte("clear:"), []byte{0x1f, 0x8b}

// sealClear seals what an earlier schema kept in clear. Two nodes may do it together: each row is changed only while it is what was read.
func (db *DB) sealClear(ctx context.Context) error {
	g := db.g.WithContext(ctx)
	for _, f := range []struct {
		table, column, place string
		mark                 []byte
		skip                 int
	}{
		{"incidents", "title_sealed", "incidents.title:", clearMark, len(clearMark)},
		{"people_groups", "name_sealed", "people_groups.name:", clearMark, len(clearMark)},
		{"people_groups", "risk_reason_sealed", "people_groups.risk_reason:", clearMark, len(clearMark)},
		{"deliveries", "subject_sealed", "deliveries.subject:", clearMark, len(clearMark)},
		{"determinations", "reasons_sealed", "determinations.reasons:", clearMark, len(clearMark)},
		{"obligations", "explanation_sealed", "obligations.explanation:", clearMark, len(clearMark)},
		{"assessments", "input_sealed", "assessments.input:", packedMark, 0},
		{"assessments", "result_sealed", "assessments.result:", packedMark, 0},
	} {
		column := clause.Column{Name: f.column}
		var rows []struct {
			ID   ID
			Word []byte
		}
		if err := g.Table(f.table).Select("id, ? AS word", column).Where("substr(?, 1, ?) = ?", column, len(f.mark), f.mark).Find(&rows).Error; err != nil {
			return fmt.Errorf("seal %s: %w", f.table, err)
		}
		for _, row := range rows {
			sealed, err := db.keys.Seal(f.place+row.ID, bytes.Clone(row.Word[f.skip:]))
			if err != nil {
				return err
			}
			values := map[string]any{f.column: sealed}
			if f.column == "name_sealed" {
				var of PeopleGroup
				if err := g.Select("id", "incident_id").Where("id = ?", row.ID).Take(&of).Error; err != nil {
					return err
				}
				if values["name_key"], err = groupNameKey(db.keys, of.IncidentID, string(row.Word[f.skip:])); err != nil {
					return err
				}
			}
			if err := g.Table(f.table).Where("id = ? AND ? = ?", row.ID, column, row.Word).Updates(values).Error; err != nil {
				return fmt.Errorf("seal %s: %w", f.table, err)
			}
		}
	}
	return nil
}
