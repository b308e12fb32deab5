package wording

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// Correction names passages whose proposals somebody accepts.
type Correction struct {
	Piece    models.ID
	Version  int      // the version the person has read; a later one is a conflict
	Passages []string // their ids; empty: every one that has a proposal and is no mere hint
}

// Accept writes a new draft of a piece with the proposals in the place of the old values. An approval of the words before is void, as after any
// edit; what is public or sent stays as it is until the new words are approved and go out. Errors: not found; conflict when the words have
// changed, when they were sent, or when no proposal is left.
func Accept(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, c Correction) error {
	r := db.View(ctx)
	i, err := models.FindIncident(r, by, incident)
	if err != nil {
		return err
	}
	pieces, err := Pieces(r, by, incident)
	if err != nil {
		return err
	}
	// An edit starts from the newest words, also where an older version is what readers see.
	mine := slices.DeleteFunc(slices.Clone(pieces), func(p Piece) bool { return p.ID != c.Piece || !p.Newest || p.Kind == KindCorrection })
	if len(mine) == 0 {
		return models.NotFound("Text")
	}
	if mine[0].Version != c.Version && slices.ContainsFunc(pieces, func(p Piece) bool { return p.ID == c.Piece && p.Version == c.Version && p.State.Left() }) {
		return models.Conflict("Somebody has begun a newer draft of this text. Nothing was done; open it and look whether it says the new value.")
	}
	if mine[0].Version != c.Version {
		return models.Conflict("These words changed while you were looking at them. Nothing was done; load them again and compare.")
	}
	if mine[0].State == Sending || mine[0].State == Sent {
		return models.Conflict("This was sent, so its words stay as they are. Write a supplement with the new value.")
	}
	if mine[0].Kind == KindFiling {
		return models.Conflict("Correct this in the form of the authority; what was typed there stays until somebody types it again.")
	}
	old, err := oldValues(r, i)
	if err != nil {
		return err
	}
	replaced := 0
	for n := range mine {
		found, err := passages(mine[n], append(slices.Clone(old), societies(r, i, mine[n])...))
		if err != nil {
			return err
		}
		found = slices.DeleteFunc(found, func(x Passage) bool {
			if len(c.Passages) > 0 {
				return x.put == "" || !slices.Contains(c.Passages, x.ID())
			}
			return x.put == "" || x.Hint
		})
		replaced += correct(mine[n].Parts, found)
	}
	if replaced == 0 {
		return models.Conflict("The newest words say no old value that could be put right by itself. Nothing was changed; open the text and read it.")
	}
	return save(ctx, db, by, incident, mine)
}

// correct puts the proposals into what was typed, from the end to the start so that places stay where they are.
func correct(parts []Part, found []Passage) (replaced int) {
	slices.SortFunc(found, func(a, b Passage) int { return cmp.Compare(b.At, a.At) })
	for k := range parts {
		last := len(parts[k].Raw) + 1
		for _, x := range found {
			if x.Part != parts[k].Name || x.end > last {
				continue
			}
			from, to := x.At, x.end
			if x.whole {
				if from = strings.LastIndex(parts[k].Raw[:min(len(parts[k].Raw), x.At+len(x.Sentence))], x.Sentence); from < 0 {
					continue
				}
				to = from + len(x.Sentence)
			}
			parts[k].Raw = parts[k].Raw[:from] + x.put + parts[k].Raw[to:]
			last = from
			replaced++
		}
	}
	return replaced
}

func save(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, mine []Piece) error {
	p := mine[0]
	r := db.View(ctx)
	raw := func(p Piece, part string) string {
		at := slices.IndexFunc(p.Parts, func(x Part) bool { return x.Name == part })
		if at < 0 {
			return ""
		}
		return p.Parts[at].Raw
	}
	switch p.Kind {
	case KindCircular:
		n, err := models.FindNotice(r, by, p.ID)
		if err != nil {
			return err
		}
		d, err := n.Draft(r.Keys())
		if err != nil {
			return err
		}
		for _, x := range mine {
			t := d.Texts[x.Language]
			t.Title, t.Happened, t.Ask = raw(x, "title"), raw(x, "happened"), raw(x, "ask")
			d.Texts[x.Language] = t
		}
		return notices.Edit(ctx, db, by, n.ID, p.Version, d)
	case KindPeople:
		n, err := models.FindPeopleNotice(r, by, p.ID)
		if err != nil {
			return err
		}
		d, err := n.PeopleDraft(r.Keys())
		if err != nil {
			return err
		}
		for _, x := range mine {
			t := d.Texts[x.Language]
			for name, field := range map[string]*string{"subject": &t.Subject, "body": &t.Body, "sms": &t.SMS, "letter": &t.Letter, "script": &t.Script, "families": &t.Families} {
				if slices.ContainsFunc(x.Parts, func(part Part) bool { return part.Name == name }) {
					*field = raw(x, name)
				}
			}
			d.Texts[x.Language] = t
		}
		return notices.EditPeople(ctx, db, by, n.ID, p.Version, d)
	}
	v, err := models.FindTextVersion(r, p.VersionID)
	if err != nil {
		return err
	}
	_, err = texts.Save(ctx, db, by, incident, models.TextKind(p.Kind), p.ID, texts.Draft{Language: p.Language, Title: raw(p, "title"), Body: raw(p, "body"), Bound: v.Bound, From: p.Version})
	return err
}
