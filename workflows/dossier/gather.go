package dossier

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/dispatch"
	"candour/workflows/wording"
)

// reader of a dossier: the whole incident, whoever asked; the command that asks has checked them.
var reader = models.Viewer{Role: models.RoleIncidentManager}

// Gather reads an incident as it stands, its record up to one entry. Errors: not found.
func Gather(r models.Reader, incident models.ID, edition models.DossierEdition, upTo int64) (templates.Dossier, []models.Event, error) {
	g := gathering{r: r, names: map[models.ID]string{}}
	d := templates.Dossier{Format: "candour-dossier-1", Edition: string(edition)}
	i, err := models.LoadIncident(r, incident)
	if err != nil {
		return d, nil, err
	}
	g.i = i
	steps := []func(*templates.Dossier) error{g.load, g.record(upTo), g.heading, g.facts, g.parties, g.decisions, g.clocks, g.pieces, g.filings, g.reach, g.evidence}
	for _, step := range steps {
		if err := step(&d); err != nil {
			return d, nil, err
		}
	}
	if edition == models.DossierRedacted {
		redact(&d)
	}
	return d, g.events, nil
}

type gathering struct {
	r       models.Reader
	i       models.Incident
	names   map[models.ID]string // of staff
	party   map[models.ID]string
	group   map[models.ID]string
	allP    []models.Party
	allG    []models.PeopleGroup
	history []models.Fact
	events  []models.Event
}

// at writes a moment so that it sorts; nothing for none.
func at(i terms.Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.Time().UTC().Format("2006-01-02 15:04:05")
}

func (g *gathering) load(*templates.Dossier) (err error) {
	g.party, g.group = map[models.ID]string{}, map[models.ID]string{}
	if g.allP, err = models.LoadParties(g.r, g.i.ID); err != nil {
		return err
	}
	for _, p := range g.allP {
		g.party[p.ID] = p.Name
	}
	if g.allG, err = models.LoadGroups(g.r, g.i.ID); err != nil {
		return err
	}
	for _, x := range g.allG {
		g.group[x.ID] = x.Name
	}
	g.history, err = models.ListFacts(g.r, g.i.ID)
	return err
}

// who is the name of an account.
func (g *gathering) who(ids ...models.ID) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id models.ID) bool { _, known := g.names[id]; return known || id == "" })
	if len(missing) == 0 {
		return nil
	}
	found, err := models.AccountNames(g.r, missing)
	for _, id := range missing {
		g.names[id] = found[id]
	}
	return err
}

func (g *gathering) name(id *models.ID) string {
	if id == nil || *id == "" {
		return ""
	}
	if _, known := g.names[*id]; !known {
		if err := g.who(*id); err != nil {
			return ""
		}
	}
	return g.names[*id]
}

func (g *gathering) record(upTo int64) func(*templates.Dossier) error {
	return func(d *templates.Dossier) (err error) {
		if g.events, err = models.EventsUpTo(g.r, g.i.ID, upTo); err != nil {
			return err
		}
		ids := []models.ID{}
		for _, e := range g.events {
			if e.ActorKind == "account" {
				ids = append(ids, e.ActorID)
			}
		}
		if err := g.who(ids...); err != nil {
			return err
		}
		d.UpTo.Whole = true
		prev := []byte{}
		for n, e := range g.events {
			d.UpTo.Whole = d.UpTo.Whole && e.Seq == int64(n+1) && string(e.PrevHash) == string(prev)
			prev = e.Hash
			actor := e.ActorKind
			if e.ActorKind == "account" {
				actor = g.names[e.ActorID]
			}
			d.Events = append(d.Events, templates.DossierEvent{Seq: e.Seq, At: at(e.At), Actor: actor, Operation: strings.ReplaceAll(e.Operation, "-", " "), Object: e.ObjectKind, Hash: hex.EncodeToString(e.Hash)})
		}
		if n := len(g.events); n > 0 {
			last := g.events[n-1]
			d.UpTo.Seq, d.UpTo.At, d.UpTo.Check = last.Seq, at(last.At), hex.EncodeToString(last.Hash)
		}
		return nil
	}
}

func (g *gathering) heading(d *templates.Dossier) error {
	i := g.i
	opened := i.OpenedBy
	d.Incident = templates.DossierIncident{Reference: i.Reference, Title: i.Title, State: string(i.State), Exercise: i.Exercise, AwareAt: at(i.AwareAt), OpenedAt: at(i.OpenedAt), OpenedBy: g.name(&opened), ClosedAt: at(i.ClosedAt)}
	return nil
}

func (g *gathering) facts(d *templates.Dossier) error {
	current, err := models.CurrentFacts(g.r, g.i.ID)
	if err != nil {
		return err
	}
	inForce := map[models.ID]bool{}
	for _, f := range current {
		inForce[f.ID] = true
	}
	for _, f := range g.history {
		source, err := f.Source(g.r.Keys())
		if err != nil {
			return err
		}
		x := templates.DossierFact{Label: labelOf(f.Key), Value: valueOf(f), Certainty: string(f.Certainty), Source: source, LearntAt: at(f.LearntAt), Recorded: at(f.RecordedAt), By: g.name(f.RecordedBy), InForce: inForce[f.ID]}
		if f.PartyID != nil {
			x.About = g.party[*f.PartyID]
		}
		if f.GroupID != nil {
			x.About = g.group[*f.GroupID]
		}
		if models.IsMoment(f.Key) && x.About == "" {
			d.Times = append(d.Times, x)
			continue
		}
		d.Facts = append(d.Facts, x)
	}
	return nil
}

// freeText says whether a fact is in somebody's own words.
func freeText(label string) bool {
	for _, f := range terms.Facts() {
		if f.Label == label {
			return f.Free()
		}
	}
	return true
}

func labelOf(key string) string {
	for _, f := range terms.Facts() {
		if f.Key == key {
			return f.Label
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// valueOf a fact as it is read.
func valueOf(f models.Fact) string {
	if !f.Known() {
		return ""
	}
	if models.IsMoment(f.Key) {
		return at(f.Moment())
	}
	if c, ok := f.Range(); ok {
		return countOf(c)
	}
	switch x := f.Plain().(type) {
	case []any:
		words := make([]string, len(x))
		for n, w := range x {
			words[n] = fmt.Sprint(w)
		}
		return strings.Join(words, ", ")
	case map[string]any:
		b, err := json.Marshal(x)
		if err != nil {
			return ""
		}
		return string(b)
	default:
		return fmt.Sprint(x)
	}
}

func countOf(c models.CountRange) string {
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		return fmt.Sprint(*c.Min)
	case c.Min != nil && c.Max != nil:
		return fmt.Sprintf("%d to %d", *c.Min, *c.Max)
	case c.Min != nil:
		return fmt.Sprintf("at least %d", *c.Min)
	case c.Max != nil:
		return fmt.Sprintf("at most %d", *c.Max)
	}
	return ""
}

func (g *gathering) parties(d *templates.Dossier) error {
	for _, p := range g.allP {
		d.Parties = append(d.Parties, templates.DossierParty{Name: p.Name, Country: p.Country, Role: string(p.Role), Kind: p.Kind, AwareAt: at(p.AwareAt), Why: p.AwareReason})
	}
	for _, x := range g.allG {
		d.Groups = append(d.Groups, templates.DossierGroup{Party: g.party[x.PartyID], Name: x.Name, Count: countOf(x.Count.V), Risk: strings.ReplaceAll(string(x.RiskLevel), "_", " "), Why: x.RiskReason})
	}
	return nil
}

func (g *gathering) pieces(d *templates.Dossier) error {
	all, err := wording.Pieces(g.r, reader, g.i.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Kind == wording.KindFiling {
			continue // stands whole among the filings
		}
		by := p.WrittenBy
		x := templates.DossierPiece{Kind: p.Kind, Language: p.Language, Variant: p.Variant, Title: p.Title, State: string(p.State), Version: p.Version, Hash: p.Hash, WrittenBy: g.name(&by), WrittenAt: at(p.WrittenAt),
			ApprovedBy: g.name(p.ApprovedBy), ApprovedAt: at(p.ApprovedAt), At: at(p.At), Where: p.Where}
		for _, part := range p.Parts {
			if part.Said != "" {
				x.Text = append(x.Text, part.Said)
			}
		}
		d.Pieces = append(d.Pieces, x)
	}
	return nil
}

func (g *gathering) reach(d *templates.Dossier) error {
	c, err := dispatch.Cover(g.r, reader, g.i)
	if err != nil {
		return err
	}
	reach := func(e dispatch.Equation) templates.DossierReach {
		return templates.DossierReach{Affected: e.Affected, Told: e.Shares[models.ShareTold], Pending: e.Shares[models.SharePending], Unreached: e.Shares[models.ShareUnreached],
			Excluded: e.Shares[models.ShareExcluded], Uncertain: e.Shares[models.ShareUncertain]}
	}
	d.Total = reach(c.Equation)
	for _, p := range c.Groups {
		x := reach(p.Equation)
		x.Party, x.Group = g.party[p.PartyID], g.group[p.GroupID]
		d.Reach = append(d.Reach, x)
	}
	slices.SortStableFunc(d.Reach, func(a, b templates.DossierReach) int {
		return strings.Compare(a.Party+"\x00"+a.Group, b.Party+"\x00"+b.Group)
	})
	return nil
}

func (g *gathering) evidence(d *templates.Dossier) error {
	documents, err := models.DocumentsOfIncident(g.r, g.i.ID)
	if err != nil {
		return err
	}
	for n, x := range documents {
		name, err := x.Name(g.r.Keys())
		if err != nil {
			return err
		}
		by := x.AddedBy
		d.Evidence = append(d.Evidence, templates.DossierProof{Name: name, Type: x.MediaType, Size: x.Size, SHA256: x.SHA256, AddedAt: at(x.AddedAt), AddedBy: g.name(&by), File: fmt.Sprintf("attachments/%03d%s", n+1, ending(x.MediaType))})
	}
	return nil
}

// ending of a file by its kind; what people called it may name people and may not be a name for a file.
func ending(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	return map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt", "text/csv": ".csv", "message/rfc822": ".eml"}[strings.TrimSpace(base)]
}
