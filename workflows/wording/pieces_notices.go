package wording

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/filing"
	"candour/workflows/texts"
)

// ofCirculars lists what is written to societies, by language.
func ofCirculars(r models.Reader, v models.Viewer, i models.Incident) ([]Piece, error) {
	all, err := models.ListNotices(r, v, i.ID)
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, n := range all {
		d, err := n.Draft(r.Keys())
		if err != nil {
			return nil, err
		}
		var fixed models.CircularFixed
		if isFixed(n) {
			if fixed, err = n.Fixed(r.Keys()); err != nil {
				return nil, err
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(d.Texts)) {
			t, f := d.Texts[lang], fixed.Texts[lang]
			p := pieceOfNotice(n, lang, "", Part{"title", t.Title, f.Title}, Part{"happened", t.Happened, f.Happened}, Part{"ask", t.Ask, f.Ask})
			if err := valuesOf(r, i, n, &p, map[string]string{"organisation": d.Organisation}); err != nil {
				return nil, err
			}
			p.Title = cmp.Or(p.Parts[0].Said, fmt.Sprintf("Circular %d", n.Number))
			if p.State.Left() {
				p.Where, p.At = "societies", n.SendingApprovedAt
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// ofPeople lists what is written to people one by one, by language and channel.
func ofPeople(r models.Reader, v models.Viewer, i models.Incident) ([]Piece, error) {
	all, err := models.ListPeopleNotices(r, v, i.ID)
	if err != nil {
		return nil, err
	}
	dispatches, err := models.ListDispatches(r, v, i.ID)
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, n := range all {
		d, err := n.PeopleDraft(r.Keys())
		if err != nil {
			return nil, err
		}
		var fixed models.PeopleFixed
		if isFixed(n) {
			if fixed, err = n.PeopleFixed(r.Keys()); err != nil {
				return nil, err
			}
		}
		more := map[string]string{"organisation": d.Organisation, "contact": strings.Trim(d.Contact.Telephone+", "+d.Contact.Email, ", ")}
		for _, lang := range slices.Sorted(maps.Keys(d.Texts)) {
			t, f := d.Texts[lang], fixed.Texts[lang]
			for _, x := range []struct {
				variant string
				parts   []Part
			}{
				{"email", []Part{{"subject", t.Subject, f.Subject}, {"body", t.Body, f.Body}}},
				{"sms", []Part{{"sms", t.SMS, f.SMS}}},
				{"letter", []Part{{"letter", t.Letter, f.Letter}}},
				{"script", []Part{{"script", t.Script, f.Script}}},
				{"families", []Part{{"families", t.Families, f.Families}}},
			} {
				p := pieceOfNotice(n, lang, x.variant, x.parts...)
				if strings.TrimSpace(p.Raw()) == "" {
					continue
				}
				if err := valuesOf(r, i, n, &p, more); err != nil {
					return nil, err
				}
				p.Title = cmp.Or(f.Subject, t.Subject, fmt.Sprintf("Notice to people %d", n.Number))
				for _, x := range dispatches {
					if x.NoticeID == n.ID && x.Wave > 0 {
						p.Where, p.At = "people", x.ReleasedAt
						p.State = map[bool]State{true: Sent, false: Sending}[x.Phase == models.DispatchDone]
					}
				}
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func isFixed(n models.Notice) bool { return len(n.FixedSealed) > 0 }

func pieceOfNotice(n models.Notice, lang, variant string, parts ...Part) Piece {
	p := Piece{ID: n.ID, Kind: n.Kind, Language: lang, Variant: variant, State: State(n.State), Version: n.Version, Newest: true, Parts: parts, Hash: n.ContentHash,
		WrittenBy: n.EditedBy, WrittenAt: n.EditedAt, ApprovedBy: n.ApprovedBy, ApprovedAt: n.ApprovedAt}
	if n.State == models.NoticeSendingRequested {
		p.State = Approved // its words are; whether they go is being asked
	}
	return p
}

// valuesOf says which values the placeholders of a piece had: of a draft those of now, of what is fixed those of the moment it was.
func valuesOf(r models.Reader, i models.Incident, n models.Notice, p *Piece, more map[string]string) error {
	values, err := texts.Values(r, i, p.Language)
	if err == nil && isFixed(n) {
		values, err = texts.ValuesThen(r, i, p.Language, n.SubmittedAt)
	}
	if err != nil {
		return err
	}
	maps.Copy(values, more)
	p.Used = map[string]string{}
	for k := range p.Parts {
		for _, name := range texts.Used(p.Parts[k].Raw) {
			if x, ok := values[name]; ok {
				p.Used[name] = x
			}
		}
		if !isFixed(n) {
			p.Parts[k].Said, _, _ = texts.Fill(p.Parts[k].Raw, values)
		}
	}
	return nil
}

// ofFilings lists what people typed into the forms of authorities.
func ofFilings(r models.Reader, v models.Viewer, i models.Incident) ([]Piece, error) {
	all, err := filing.Typed(r, v, i)
	if err != nil {
		return nil, err
	}
	var out []Piece
	for _, w := range all {
		p := Piece{ID: w.Obligation, VersionID: w.Stage.ID, Kind: KindFiling, Language: "en", Variant: string(w.Stage.Kind), Title: w.Title, State: Draft, Version: w.Stage.Number,
			Newest: w.Newest, Hash: w.Stage.ContentHash, WrittenBy: w.Stage.SavedBy, WrittenAt: w.Stage.SavedAt, Used: map[string]string{}}
		if w.Stage.State == models.StageFiled {
			p.State, p.At, p.Where = Sent, w.Stage.FiledAt, "authority"
		}
		for _, a := range w.Answers {
			p.Parts = append(p.Parts, Part{a.Key, a.Value, a.Value})
		}
		if len(p.Parts) > 0 {
			out = append(out, p)
		}
	}
	return out, nil
}
