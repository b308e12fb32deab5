package intake

import (
	"fmt"

	"candour/models"
)

// people: affected = told + pending + unreached + excluded + uncertain, and an incident closes when nobody is pending or uncertain and
// nothing is left over. Nobody can let a person go in silence: each of them is told, or decided about.
func (c *closing) people() error {
	open, err := models.PeopleStillOpen(c.r, c.i)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		kind, text string
		n          int64
	}{
		{ClosingDifference, "The people of this incident do not add up: %d lines are left over. Tell the administrator to verify the record.", open.Difference},
		{ClosingUncertain, "Of %d people nobody knows yet whether their message arrived. Settle each with a second person.", open.Uncertain},
		{ClosingPending, "%d people have not been told yet. Tell them, or decide about each group.", open.Pending},
	} {
		c.add(ClosingLine{Kind: x.kind, Text: fmt.Sprintf(x.text, x.n), Count: x.n, Page: "telling"}, nil)
	}
	return nil
}

// societies: who was asked to answer and has not.
func (c *closing) societies() error {
	waiting, err := models.UnansweredCirculars(c.r, c.i.ID)
	if err != nil || len(waiting) == 0 {
		return err
	}
	ids, silent, societies := []models.ID{}, 0, map[models.ID]bool{}
	for _, a := range waiting {
		ids, societies[a.OrganisationID] = append(ids, a.ID), true
		if a.Silent(c.r.Now()) {
			silent++
		}
	}
	c.add(ClosingLine{Kind: ClosingSilent, Page: "societies", Waivable: true,
		Text: fmt.Sprintf("%s not answered a circular; for %d of the answers the time is over. Call them, or let it go with a reason.", many(len(societies), "society has", "societies have"), silent)}, ids)
	return nil
}

// loose: what was begun and has come to no end.
func (c *closing) loose() error {
	l, err := models.LooseEnds(c.r, c.i.ID)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		line      ClosingLine
		one, more string
		rest      string
		ids       []models.ID
	}{
		{ClosingLine{Kind: ClosingMessages, Page: "societies"}, "message", "messages", ": nobody knows whether it was sent. Settle each with a second person.", l.Uncertain},
		{ClosingLine{Kind: ClosingProposals, Page: "parties"}, "society has", "societies have", " said what it knows and got no answer. Take it over or decline it.", l.Proposals},
		{ClosingLine{Kind: ClosingFilings, Page: "decisions?effective=required", Waivable: true}, "report to an authority is", "reports to authorities are", " begun and not filed. File it or drop the draft.", l.Filings},
		{ClosingLine{Kind: ClosingEnquiries, Page: "enquiries", Waivable: true}, "enquiry is", "enquiries are", " not settled: somebody waits for an answer or a call.", l.Enquiries},
		{ClosingLine{Kind: ClosingImports, Page: "people"}, "list of people is", "lists of people are", " on its way in. Start it or cancel it.", l.Imports},
		{ClosingLine{Kind: ClosingTasks, Page: "tasks", Noted: true}, "task is", "tasks are", " still open. It stays in the list of its owner.", l.Tasks},
	} {
		x.line.Text = many(len(x.ids), x.one, x.more) + x.rest
		c.add(x.line, x.ids)
	}
	reviews, err := models.OpenReviews(c.r, c.i.ID)
	if err != nil {
		return err
	}
	c.add(ClosingLine{Kind: ClosingReviews, Page: "approvals", Text: many(len(reviews), "text was", "texts were") + " approved at once in an emergency, and nobody has looked at it since. Somebody who neither wrote nor approved it has to."}, reviews)
	held, err := models.QuarantinedImports(c.r, c.i.ID)
	if err != nil {
		return err
	}
	for _, i := range held {
		c.add(ClosingLine{Kind: ClosingQuarantine, Subject: i.ID, Count: i.Quarantined, Page: "people", Waivable: true,
			Text: many(int(i.Quarantined), "row of a list of people is", "rows of a list of people are") + " in quarantine: nobody has said whether it is a person. Correct or reject each."}, []models.ID{i.ID})
	}
	return nil
}

// retention: whoever stands in an incident by name does so until a day that somebody has set.
func (c *closing) retention() error {
	if c.i.KeepUntilOn != "" {
		return nil
	}
	named, err := models.HasPeople(c.r, c.i.ID)
	if err != nil || !named {
		return err
	}
	c.add(ClosingLine{Kind: ClosingRetention, Text: "Nobody has said until when the data of the people in this incident are kept. Set a day.", Count: 1, Page: "closing"}, nil)
	return nil
}
