package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/terms"
)

// The three flows, over HTTP, on the application as it is shipped. Nothing here calls a stage: what a story needs, a person does.

// 1: open -> decide -> tell -> acknowledge.
func TestAnIncidentIsOpenedDecidedToldAndAcknowledged(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine models.Engine) {
		post := startSink(t)
		h := openHouse(t, engine, post.url)
		manager, dpo := h.as(models.RoleIncidentManager), h.as(models.RoleDPO)

		s := openStory(t, h, false)
		// The clocks of the society on the line run at once, before anything else is known.
		first := s.clocks("")
		if len(first) == 0 || !first[0].Provisional {
			t.Fatalf("%d clocks run when the telephone is put down", len(first))
		}
		s.fill()
		s.assess()

		// Germany: 72 hours of elapsed time after its own awareness (GDPR Art. 33(1)), shown on Berlin's wall clock.
		de := s.clock("German Red Cross", "eu-gdpr", "authority-notice")
		is(t, "Germany is due", de.DueAt, s.aware["German Red Cross"].Add(72*time.Hour))
		is(t, "Germany's zone", de.Zone, "Europe/Berlin")
		is(t, "Germany is provisional", de.Provisional, false)
		if de.TaskID == "" || de.Citation == "" || s.obligation(de).AnchorReason == "" || de.SecondsLeft == nil {
			t.Errorf("Germany's clock lacks task, article, reason or time left: %+v", de)
		}
		is(t, "Kenya is due", s.clock("Kenya Red Cross Society", "ke-dpa", "authority-notice").DueAt, s.aware["Kenya Red Cross Society"].Add(72*time.Hour))
		// Switzerland: as soon as possible (Art. 24 FADP). There is no number in the law, so nobody can be late by law: only our own target stands.
		ch := s.clock("Swiss Red Cross", "ch-fadp", "authority-notice")
		if !ch.DueAt.IsZero() || ch.TargetAt.IsZero() {
			t.Errorf("Switzerland: due %s, target %s", ch.DueAt, ch.TargetAt)
		}
		is(t, "Switzerland stands", ch.Standing, models.InTime)
		// The international organisation is shown, and why no national law binds it.
		icrc := s.determinations("International Committee of the Red Cross")
		shown := false
		for _, d := range icrc {
			switch d.Regime {
			case "icrc-rules", "rfl-coc", "unhcr-policy":
				continue // its own rules, those of the movement and of a partner, not a state's
			}
			is(t, "the ICRC under "+d.Regime, d.Effective, terms.NotBound)
			shown = shown || d.Regime == "ch-fadp" && strings.Contains(d.Reason, "Immunity")
		}
		if !shown {
			t.Error("that immunity keeps Swiss law away is not said")
		}

		s.decide(de, ch)

		// Telling: one writes, another approves, one asks for sending, another allows it.
		c := s.circular("German Red Cross", "Swiss Red Cross", "Kenya Red Cross Society")
		c.send()
		eventually(t, "three letters", 3*time.Minute, func() bool { return post.count() >= 3 })
		letters := post.got(t)
		is(t, "letters", len(letters), 3)
		eventually(t, "the board knows that they are sent", 3*time.Minute, func() bool { return s.board(manager).Counts.Sent == 3 })

		// Acknowledging: scanners open every link, by GET and HEAD; that changes nothing.
		link := letters[contactOf("German Red Cross")].link(t, h.url)
		before := s.events()
		for _, method := range []string{"GET", "HEAD", "GET"} {
			status, _ := h.page(method, link, "de", nil)
			is(t, "the page opened by "+method, status, 200)
		}
		board := s.board(manager)
		is(t, "seen after three visits", board.Counts.Seen, 0)
		is(t, "events after three visits", s.events(), before)
		if _, page := h.page("GET", link, "de", nil); strings.Contains(page, "<script") || strings.Contains(page, contactOf("German Red Cross")) {
			t.Error("the page holds a script or the reader's address")
		}
		// A human presses, with a name: read it, then the answer.
		status, page := h.page("POST", link, "de", url.Values{"answer": {"seen"}, "name": {""}})
		if status != 200 || !strings.Contains(page, `role="alert"`) {
			t.Errorf("without a name: %d", status)
		}
		h.page("POST", link, "de", url.Values{"answer": {"seen"}, "name": {"Reader of the post"}})
		board = s.board(manager)
		is(t, "seen", board.Counts.Seen, 1)
		is(t, "acknowledged by having seen", board.Counts.Acknowledged, 0)
		status, page = h.page("POST", link, "de", url.Values{"answer": {"acting"}, "name": {"Reader of the post"}})
		is(t, "answered", status, 200)
		board = s.board(manager)
		row := one(t, "the German line", board.Items, func(r api.BoardRow) bool { return r.Society == "German Red Cross" })
		is(t, "answer", row.Answer, "acting")
		is(t, "assurance", row.Assurance, models.AssuranceLink)
		is(t, "answered by", row.AnsweredBy, "Reader of the post")
		if row.Code == "" || !strings.Contains(page, row.Code) {
			t.Error("the society has no code to prove its answer with")
		}
		is(t, "acting and waiting", [2]int{board.Counts.Acting, board.Counts.Expected}, [2]int{1, 3})
		is(t, "letters after the answer", post.count(), 3)

		// Done means proven: the notice to the authority has a day and a reference.
		dpo.post("/obligations/"+de.ID+"/discharge", body{"version": de.Version, "proof_on": time.Now().Format(time.DateOnly)}, 422, nil)
		dpo.post("/obligations/"+de.ID+"/discharge", body{"version": de.Version, "proof_on": time.Now().UTC().Format(time.DateOnly), "reference": "BfDI 26-1234"}, 200, nil)
		is(t, "discharged", s.obligation(s.clockIn("discharged", "German Red Cross", "eu-gdpr", "authority-notice")).ProofReference, "BfDI 26-1234")

		var record api.Verification
		h.as(models.RoleAuditor).get("/record/verification", 200, &record)
		if !record.Whole || record.Entries < int64(s.events()) {
			t.Errorf("the record: %+v", record)
		}
	})
}

// The same for an exercise: every step is real but the last; nothing reaches the mail server.
func TestAnExerciseEndsInTheOutbox(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine models.Engine) {
		post := startSink(t)
		h := openHouse(t, engine, post.url)
		manager := h.as(models.RoleIncidentManager)
		s := openStory(t, h, true)
		s.fill()
		s.assess()
		s.circular("German Red Cross", "Kenya Red Cross Society").send()
		var outbox struct{ Items []api.OutboxLetter }
		eventually(t, "two letters in the outbox", 3*time.Minute, func() bool {
			manager.get("/outbox?state=held", 200, &outbox)
			return len(outbox.Items) == 2
		})
		for _, item := range outbox.Items {
			if item.Sent || !item.Exercise {
				t.Errorf("in the outbox: %+v", item.OutboxItem)
			}
		}
		var one api.OutboxLetter
		manager.get("/outbox/"+outbox.Items[0].ID, 200, &one)
		if one.Letter == nil {
			t.Fatal("the letter of an exercise cannot be read")
		}
		h.page("POST", one.Letter.Link, "en", url.Values{"answer": {"seen"}, "name": {"Player"}})
		h.page("POST", one.Letter.Link, "en", url.Values{"answer": {"call_me"}, "name": {"Player"}})
		board := s.board(manager)
		is(t, "called for and not sent", [2]int{board.Counts.CallMe, board.Counts.NotSent}, [2]int{1, 2})
		is(t, "letters at the mail server", post.count(), 0)
	})
}

// 2: facts change -> decide again.
func TestFactsChangeAndTheDecisionIsMadeAgain(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine models.Engine) {
		h := openHouse(t, engine, "")
		manager, dpo := h.as(models.RoleIncidentManager), h.as(models.RoleDPO)
		s := openStory(t, h, false)
		s.fill()
		s.risk("German Red Cross", "none_likely")
		manager.post("/incidents/"+s.id+"/facts", body{"facts": []body{{"key": "exfiltrated", "value": "no-indication"}}}, 200, nil)
		first := s.assess()
		is(t, "Germany with no risk", s.determination("German Red Cross", "eu-gdpr", "authority-notice").Effective, terms.NotRequired)
		kenya := s.clock("Kenya Red Cross Society", "ke-dpa", "authority-notice")

		// A month later nobody can rule it out any more; the risk is seen anew; Kenya's own log shows an earlier moment.
		manager.post("/incidents/"+s.id+"/facts", body{"facts": []body{{"key": "exfiltrated", "value": "presumed", "certainty": "likely"}}}, 200, nil)
		s.risk("German Red Cross", "high_risk")
		earlier := s.aware["Kenya Red Cross Society"].Add(-5 * time.Hour)
		manager.post("/incidents/"+s.id+"/facts", body{"facts": []body{{"key": "aware_at", "party_id": s.party["Kenya Red Cross Society"], "value": earlier,
			"zone": "Africa/Nairobi", "reason": "Its own log shows the call of the host."}}}, 200, nil)
		var runs api.AssessmentList
		manager.get("/incidents/"+s.id+"/assessments", 200, &runs)
		is(t, "the decision is behind the facts", runs.Behind, true)
		second := s.assess()
		is(t, "a version of its own", second.Number, first.Number+1)
		if first.Result == second.Result {
			t.Error("other facts give the same result")
		}

		// What was not owed is owed now, and its clock runs from Germany's own awareness, not from the new fact.
		is(t, "Germany is due", s.clock("German Red Cross", "eu-gdpr", "authority-notice").DueAt, s.aware["German Red Cross"].Add(72*time.Hour))
		s.clock("German Red Cross", "eu-gdpr", "subject-notice")
		// Kenya's limit moved forward; the old one is superseded and still to be read.
		moved := s.clock("Kenya Red Cross Society", "ke-dpa", "authority-notice")
		is(t, "Kenya is due", moved.DueAt, earlier.Add(72*time.Hour))
		if moved.ID != kenya.ID {
			is(t, "Kenya was due", s.clockIn("superseded", "Kenya Red Cross Society", "ke-dpa", "authority-notice").DueAt, kenya.DueAt)
		}
		var history api.DeterminationDetail
		manager.get("/determinations/"+s.determination("German Red Cross", "eu-gdpr", "authority-notice").ID, 200, &history)
		is(t, "what the rules said, newest first", [2]terms.Outcome{history.History[0].Outcome, history.History[1].Outcome}, [2]terms.Outcome{terms.Required, terms.NotRequired})
		var old api.AssessmentDetail
		h.as(models.RoleAuditor).get("/incidents/"+s.id+"/assessments/"+itoa(first.Number), 200, &old)
		is(t, "the old run as it was", old.Result == nil || old.AssessmentView.Result != first.Result, false)
		if !strings.Contains(string(old.Input), "no-indication") || strings.Contains(string(old.Input), "presumed") {
			t.Error("the old run does not hold the old facts")
		}

		// A later moment would give more time: it counts only when two people accept it.
		later := s.aware["German Red Cross"].Add(90 * time.Minute)
		manager.post("/incidents/"+s.id+"/facts", body{"facts": []body{{"key": "aware_at", "party_id": s.party["German Red Cross"], "value": later,
			"zone": "Europe/Berlin", "reason": "The first call was about another matter."}}}, 200, nil)
		s.assess()
		de := s.clock("German Red Cross", "eu-gdpr", "authority-notice")
		is(t, "Germany is still due", de.DueAt, s.aware["German Red Cross"].Add(72*time.Hour))
		is(t, "Germany could be due", de.LaterDueAt, later.Add(72*time.Hour))
		var proposal struct{ ID string }
		dpo.post("/obligations/"+de.ID+"/later", body{"reason": "The log of the call confirms it."}, 201, &proposal)
		if status, _ := dpo.send("POST", "/decisions/"+proposal.ID+"/answer", body{"agree": true}); status != http.StatusForbidden && status != http.StatusConflict {
			t.Errorf("one's own proposal answered: %d", status)
		}
		manager.post("/decisions/"+proposal.ID+"/answer", body{"agree": true}, 200, nil)
		is(t, "Germany is due after two people agreed", s.clock("German Red Cross", "eu-gdpr", "authority-notice").DueAt, later.Add(72*time.Hour))
	})
}

// 3: draft -> approve -> publish.
func TestAStatementIsDraftedApprovedAndPublished(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine models.Engine) {
		h := openHouse(t, engine, "")
		manager, writer, approver := h.as(models.RoleIncidentManager), h.as(models.RoleCommunications), h.as(models.RoleApprover)
		s := openStory(t, h, false)
		s.fill()
		writer.put("/incidents/"+s.id+"/public-page", body{"organisation": "Red Cross family links", "contact_name": "Press desk", "contact_mail": "press@movement.example", "zone": "Europe/Zurich"}, 200, nil)
		contact := s.statements().Page
		is(t, "nobody has approved who speaks", contact.Words.Organisation, "")
		if status, _ := writer.send("POST", "/incidents/"+s.id+"/public-page/approval", body{"hash": contact.Change.Version.Hash}); status != http.StatusForbidden {
			t.Errorf("who changed the contact approves it: %d", status)
		}
		approver.post("/incidents/"+s.id+"/public-page/approval", body{"hash": contact.Change.Version.Hash}, 200, nil)

		en := s.statement("en", "holding")
		approver.post(en.at("/approval"), body{"hash": strings.Repeat("0", 64)}, 409, nil) // not submitted yet
		writer.post(en.at("/submission"), nil, 200, nil)
		if status, _ := writer.send("POST", en.at("/approval"), body{"hash": en.hash()}); status != http.StatusForbidden {
			t.Errorf("the author approves: %d", status)
		}
		// Not even with an approver's role: what counts is who wrote it.
		turncoat := h.invite(models.RoleCommunications, "turncoat@movement.example")
		own := s.statement("fr", "holding").by(turncoat)
		own.edit("Nous écrirons demain.")
		turncoat.post(own.at("/submission"), nil, 200, nil)
		h.as(models.RoleAdministrator).put("/accounts/"+turncoat.account+"/role", body{"role": models.RoleApprover}, 200, nil)
		turncoat.get("/me", 200, nil) // it waits for a second person
		h.secondPerson(models.RoleApprover, turncoat.email)
		turncoat.get("/me", 401, nil) // a new role begins with a new sign-in
		turncoat.signInAgain()
		if status, _ := turncoat.send("POST", own.at("/approval"), body{"hash": own.hash()}); status != http.StatusForbidden && status != http.StatusConflict {
			t.Errorf("the author approves as an approver: %d", status)
		}

		approver.post(en.at("/approval"), body{"hash": en.hash()}, 200, nil)
		// An edit after the approval voids it: there is nothing left to publish.
		en.edit("We will write again tomorrow.")
		writer.post(en.at("/publication"), body{}, 409, nil)
		en.approve()

		// Scheduled: not visible before its time, visible after it without anybody doing anything.
		at := terms.InstantOf(time.Now().Add(4 * time.Second))
		writer.post(en.at("/publication"), body{"publish_at": at}, 200, nil)
		public := s.statements().Page.URL
		status, _ := h.page("GET", public, "en", nil)
		is(t, "before its time", status, http.StatusNotFound)
		eventually(t, "published at its time", 30*time.Second, func() bool { status, _ = h.page("GET", public, "en", nil); return status == http.StatusOK })
		if time.Now().Before(at.Time()) {
			t.Error("public before its time")
		}
		_, page := h.page("GET", public, "en", nil)
		for _, want := range []string{`lang="en"`, "We will write again tomorrow.", "Red Cross family links", "press@movement.example", "At least 515,000"} {
			if !strings.Contains(strings.ReplaceAll(page, "at least", "At least"), want) {
				t.Errorf("the public page does not say %q", want)
			}
		}

		ar := s.statement("ar", "holding")
		writer.post(ar.at("/submission"), nil, 200, nil)
		ar.approveOnly()
		writer.post(ar.at("/publication"), body{}, 200, nil)
		for _, address := range []string{public + "?lang=ar", public} {
			_, page := h.page("GET", address, "ar", nil)
			if !strings.Contains(page, `dir="rtl"`) || !strings.Contains(page, "ما نعرفه") || strings.Contains(page, "<script") {
				t.Errorf("the Arabic page: %.300s", page)
			}
		}

		// A correction says what was wrong, for all to read.
		en.edit("The number on this page was wrong; we have counted again.")
		en.approve()
		writer.post(en.at("/publication"), body{}, 422, nil) // without plain words about what was wrong
		writer.post(en.at("/publication"), body{"correction_said": "Sixty people.", "correction_right": "At least 515,000 people."}, 200, nil)
		_, page = h.page("GET", public, "en", nil)
		if !strings.Contains(page, "Sixty people.") || !strings.Contains(page, "we have counted again") || strings.Contains(page, "tomorrow") {
			t.Error("the page does not show the correction and the corrected text")
		}
		// Taken back, it is gone for the public and stays in the record.
		before := s.events()
		for _, x := range s.statements().Statements {
			for _, p := range x.Publications {
				manager.post("/publications/"+p.ID+"/withdrawal", body{"reason": "Exercise of the whole way."}, 200, nil)
			}
		}
		status, _ = h.page("GET", public, "en", nil)
		is(t, "withdrawn", status, http.StatusNotFound)
		is(t, "events of the withdrawals", s.events(), before+3)
	})
}
