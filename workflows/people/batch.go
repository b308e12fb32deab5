package people

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"candour/models"
	"candour/workflows/people/clean"
	"candour/workflows/people/sheet"
)

// seal cleans a chunk and seals it: as people, or as refused rows with their reasons.
func (r *run) seal(c *chunk, words wordCache) error {
	k := r.db.Keys()
	for i := range c.out {
		in, out := &c.in[i], &c.out[i]
		var problem *RowProblem
		if in.Problem != nil {
			problem = rowProblem(in.Problem)
		} else if problem = ReadPerson(&r.mapping, in.Cells, &out.details); problem == nil {
			out.whose, problem = r.resolve.whose(&out.details)
		}
		if problem != nil {
			refused, err := r.refuse(k, in, problem)
			if err != nil {
				return err
			}
			out.refused = refused
			continue
		}
		out.person.ID = models.PersonID(r.imp.FileNumber, out.number)
		if err := out.person.SetDetails(k, &out.details); err != nil {
			return err
		}
		if err := setKeys(k, r.imp.IncidentID, out.whose.party, &out.details, &out.person, words); err != nil {
			return err
		}
	}
	c.in = nil
	return nil
}

func (r *run) refuse(k *models.Keyring, in *sheet.Row, p *RowProblem) (*models.ImportRow, error) {
	x := &models.ImportRow{ImportID: r.imp.ID, Number: in.Number, Line: in.Line, Outcome: models.RowRejected, Code: p.Code, Field: p.Field, ColumnNo: p.Column}
	if p.Quarantine {
		x.Outcome = models.RowQuarantined
	}
	return x, x.SetContent(k, models.ImportRowContent{Detail: p.Detail, Cells: r.mappedCells(in)})
}

// mappedCells keeps of a refused row only what a person record would keep; a row that could not be cut into cells is kept as it stands.
func (r *run) mappedCells(in *sheet.Row) []string {
	if in.Problem != nil {
		return in.Cells
	}
	out := make([]string, 0, len(r.mapping))
	for _, c := range r.mapping {
		v := ""
		if c >= 0 && c < len(in.Cells) {
			v = in.Cells[c]
		}
		out = append(out, v)
	}
	return out
}

// write is the command of one batch: people, refused rows, position and counts in one transaction, with one event of counts.
func (r *run) write(ctx context.Context, batch []row) error {
	var next models.PeopleImport
	act := models.Act{By: models.System, Operation: "import-people-batch", Incident: r.imp.IncidentID}
	for try := 0; ; try++ {
		err := r.db.PeopleCommand(ctx, act, &r.probe, func(b models.Bulk) (err error) {
			next, err = r.writeIn(b, batch)
			return err
		})
		if err == nil {
			r.imp = next
			return nil
		}
		clear(r.cohorts) // some may have been undone
		var pe *pgconn.PgError
		if try == 3 || !errors.As(err, &pe) || pe.Code != "23505" && pe.Code != "40P01" {
			return err
		}
		// Another import added one of these people in between: look, then write.
		r.probe = true
	}
}

func (r *run) writeIn(b models.Bulk, batch []row) (models.PeopleImport, error) {
	next := r.imp
	people, at := make([]models.Person, 0, len(batch)), make([]int, 0, len(batch))
	var refused []models.ImportRow
	for i := range batch {
		x := &batch[i]
		if x.refused != nil {
			refused = append(refused, *x.refused)
			count(&next.ImportCounts, x.refused.Outcome)
			continue
		}
		n, err := r.cohort(b.Tx, x.whose)
		if err != nil {
			return next, err
		}
		x.person.Cohort = n
		people, at = append(people, x.person), append(at, i)
	}
	conflicts, err := b.AddPeople(people)
	if err != nil {
		return next, err
	}
	next.Accepted += int64(len(people) - len(conflicts))
	again, err := r.settle(b, batch, at, conflicts)
	if err != nil {
		return next, err
	}
	for i := range again {
		count(&next.ImportCounts, again[i].Outcome)
		// A row that is in already as itself is counted, not listed: the file is simply being read again.
		if d := again[i].DuplicateOf; d == nil || *d != models.PersonID(r.imp.FileNumber, again[i].Number) {
			refused = append(refused, again[i])
		}
	}
	if err := models.AddImportRows(b.Tx, refused); err != nil {
		return next, err
	}
	last := &batch[len(batch)-1]
	next.Position, next.BytesRead, next.LeaseUntil = last.number, min(last.bytes, r.imp.Size), b.Now().Add(lease)
	b.On("people-import", r.imp.ID)
	if err := b.Details(map[string]any{"rows": []int64{batch[0].number, last.number}, "counts": next.ImportCounts}); err != nil {
		return next, err
	}
	return next, models.AdvanceImport(b.Tx, &next, r.imp.Position)
}

func count(c *models.ImportCounts, o models.RowOutcome) {
	switch o {
	case models.RowDuplicate:
		c.Duplicate++
	case models.RowRejected:
		c.Rejected++
	case models.RowQuarantined:
		c.Quarantined++
	}
}

func (r *run) cohort(tx models.Tx, w cohort) (int64, error) {
	if n, ok := r.cohorts[w]; ok {
		return n, nil
	}
	n, err := models.EnsureCohort(tx, r.imp.IncidentID, w.party, optional(w.group))
	if err == nil {
		r.cohorts[w] = n
	}
	return n, err
}

// settle decides about rows whose person is there already. Equal in everything: a duplicate of that person. The same reference with other
// details: a person must look, because no machine may merge two people or drop one (TRUST IM-06).
func (r *run) settle(b models.Bulk, batch []row, at []int, conflicts []models.PeopleConflict) ([]models.ImportRow, error) {
	ids := make([]int64, 0, len(conflicts))
	for _, c := range conflicts {
		if batch[at[c.Index]].person.ID != c.Existing {
			ids = append(ids, c.Existing)
		}
	}
	there, err := models.LoadPeople(b.Tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]models.ImportRow, 0, len(conflicts))
	for _, c := range conflicts {
		x := &batch[at[c.Index]]
		existing := c.Existing
		ir := models.ImportRow{ImportID: r.imp.ID, Number: x.number, Line: x.line, Outcome: models.RowDuplicate, Code: "duplicate", DuplicateOf: &existing}
		if p, other := there[existing]; other {
			d, err := p.Details(b.Keys())
			if err != nil {
				return nil, err
			}
			if d != x.details {
				ir.Outcome, ir.Code, ir.Field = models.RowQuarantined, "same_reference", models.PersonReference.String()
				content := models.ImportRowContent{Detail: "Somebody with this reference is there already, with other details. Compare the two, correct the list, and import the row again.", Cells: x.details.Fields[:]}
				if err := ir.SetContent(b.Keys(), content); err != nil {
					return nil, err
				}
			}
		}
		out = append(out, ir)
	}
	return out, nil
}

// resolver finds whose person a row is.
type resolver struct {
	fixed   *cohort
	parties map[string]models.ID // folded name, or country, or id
	groups  map[string]models.ID // party id, then folded name
	byGroup bool
}

func newResolver(v models.View, i *models.PeopleImport) (*resolver, error) {
	r := &resolver{parties: map[string]models.ID{}, groups: map[string]models.ID{}}
	if i.PartyID != nil {
		r.fixed = &cohort{party: *i.PartyID}
		if i.GroupID != nil {
			r.fixed.group = *i.GroupID
			return r, nil
		}
	}
	parties, err := models.LoadParties(v, i.IncidentID)
	if err != nil {
		return nil, err
	}
	countries := map[string]int{}
	for _, p := range parties {
		countries[p.Country]++
	}
	for _, p := range parties {
		r.parties[clean.Folded(p.Name)], r.parties[p.ID] = p.ID, p.ID
		// A country names a society only when one party alone is of it.
		if p.Country != "" && countries[p.Country] == 1 {
			r.parties[clean.Folded(p.Country)] = p.ID
		}
	}
	groups, err := models.LoadGroups(v, i.IncidentID)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		r.groups[g.PartyID+clean.Folded(g.Name)] = g.ID
	}
	_, r.byGroup = i.Settings.V.Mapping[models.PersonGroup.String()]
	return r, nil
}

func (r *resolver) whose(d *models.PersonDetails) (cohort, *RowProblem) {
	var c cohort
	if r.fixed != nil {
		c = *r.fixed
	} else {
		c.party = r.parties[clean.Folded(d.Get(models.PersonSociety))]
		if c.party == "" {
			return c, &RowProblem{Code: "unknown_society", Field: "society", Quarantine: true, Detail: "The row names no society that is a party of this incident. Add the party, or correct the row, and import it again."}
		}
	}
	if name := strings.TrimSpace(d.Get(models.PersonGroup)); r.byGroup && c.group == "" && name != "" {
		if c.group = r.groups[c.party+clean.Folded(name)]; c.group == "" {
			return c, &RowProblem{Code: "unknown_group", Field: "group", Quarantine: true, Detail: "The row names a group that this party does not have in the incident. Add the group, or correct the row, and import it again."}
		}
	}
	return c, nil
}
