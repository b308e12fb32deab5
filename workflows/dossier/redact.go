package dossier

import "candour/templates"

// redact blacks out, by rule, the names of staff and what staff wrote in their own words for themselves: sources, reasons, proofs, names of
// documents, what was typed into forms, drafts that nobody approved. What the law says, what the clocks did, numbers, and what was approved for
// readers outside stay.
func redact(d *templates.Dossier) {
	black := func(fields ...*string) {
		for _, f := range fields {
			*f = templates.Blacked(*f)
		}
	}
	d.Redacted = true
	black(&d.Incident.OpenedBy)
	for _, list := range [][]templates.DossierFact{d.Times, d.Facts} {
		for n := range list {
			black(&list[n].Source, &list[n].By)
		}
	}
	for n := range d.Facts {
		if freeText(d.Facts[n].Label) {
			black(&d.Facts[n].Value)
		}
	}
	for n := range d.Parties {
		black(&d.Parties[n].Why)
	}
	for n := range d.Groups {
		black(&d.Groups[n].Why)
	}
	for n := range d.Decided {
		for k := range d.Decided[n].Decisions {
			black(&d.Decided[n].Decisions[k].By, &d.Decided[n].Decisions[k].Reason)
		}
	}
	for n := range d.Clocks {
		black(&d.Clocks[n].ClosedBy, &d.Clocks[n].Proof)
	}
	for n := range d.Pieces {
		p := &d.Pieces[n]
		black(&p.WrittenBy, &p.ApprovedBy)
		if p.ApprovedAt == "" && p.At == "" {
			black(&p.Title)
			for k := range p.Text {
				black(&p.Text[k])
			}
		}
	}
	for n := range d.Filed {
		for k := range d.Filed[n].Fields {
			if d.Filed[n].Fields[k].Typed() {
				black(&d.Filed[n].Fields[k].Value)
			}
		}
	}
	for n := range d.Evidence {
		black(&d.Evidence[n].Name, &d.Evidence[n].AddedBy)
		d.Evidence[n].File = "" // a document cannot be blacked out by rule, so it stays behind; its check value stands here
	}
	for n := range d.Events {
		black(&d.Events[n].Actor)
	}
}
