//go:build figures

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/api"
	"candour/models"
)

// figureUser is a browser that measures.
type figureUser struct {
	t      *testing.T
	engine models.Engine
	url    string
	client *http.Client
}

// detailFigures asks for single things, deep pages, and people who are looked for.
func detailFigures(t *testing.T, engine models.Engine, l *loaded) {
	only := os.Getenv("CANDOUR_FIGURE_OPERATION")
	server := httptest.NewServer(l.app.handler)
	defer server.Close()
	u := &figureUser{t, engine, server.URL + "/api", signedIn(t, server.URL)}
	incident := "/incidents/" + l.incident
	u.details(incident, regexp.MustCompile(only))
	if only != "" {
		return // a quicker look at some operations
	}
	u.people(l, incident)
	u.clocks()
}

func (u *figureUser) read(method, path string, body, out any) int {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			u.t.Error(err)
			return 0
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, u.url+path, sent)
	if err != nil {
		u.t.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := u.client.Do(r)
	if err != nil {
		u.t.Error(err)
		return 0
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		u.t.Errorf("%s %s: %d %v: %.300s", method, path, answer.StatusCode, err, said)
		return 0
	}
	if out != nil {
		if err := json.Unmarshal(said, out); err != nil {
			u.t.Error(err)
		}
	}
	return len(said)
}

// within measures answers with all connections busy.
func (u *figureUser) within(what string, limit float64, method, path string, body any) {
	answers(u.t, string(u.engine)+": "+what, limit, func() []float64 {
		var mu sync.Mutex
		var took []float64
		together(figureConnections, func(int) {
			for range figureRequests / figureConnections {
				start := time.Now()
				u.read(method, path, body, nil)
				mu.Lock()
				took = append(took, float64(time.Since(start).Microseconds())/1000)
				mu.Unlock()
			}
		})
		return took
	})
}

// alone is the median time of one answer with nobody else asking.
func (u *figureUser) alone(method, path string, body any) float64 {
	var took []float64
	for range 21 {
		start := time.Now()
		u.read(method, path, body, nil)
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	return median(took)
}

// firstID takes the id of the first thing in a list.
func (u *figureUser) firstID(path string) string {
	var page struct{ Items []struct{ ID string } }
	u.read("GET", path, nil, &page)
	if len(page.Items) == 0 {
		u.t.Fatalf("%s is empty", path)
	}
	return page.Items[0].ID
}

func (u *figureUser) details(incident string, only *regexp.Regexp) {
	organisation := u.firstID("/organisations?limit=1")
	// A hundred is the most that a page asks for at once of the wide rows, and fifty of clocks, which is what everybody gets who does not say.
	for _, d := range []struct{ what, path string }{
		{"show-determination", "/determinations/" + u.firstID(incident+"/determinations?limit=1")},
		{"show-party", "/parties/" + u.firstID(incident+"/parties")},
		{"show-people-group", "/people-groups/" + u.firstID(incident+"/people-groups")},
		{"show-people-import", "/people-imports/" + u.firstID(incident+"/people-imports")},
		{"show-organisation", "/organisations/" + organisation},
		{"list-contacts", "/organisations/" + organisation + "/contacts"},
		{"list-incidents, by a word of the title", "/incidents?text=number+77"},
		{"list-clocks, mine", "/clocks?owner=me"},
		{"list-clocks, without exercises", "/clocks?exercise=without"},
		{"list-determinations, required", incident + "/determinations?effective=required"},
		{"list-determinations, 100 on a page", incident + "/determinations?limit=100"},
		{"list-current-facts, 100 of parties and groups", incident + "/facts/current?of=parts&limit=100"},
		{"list-people-groups, 100 on a page", incident + "/people-groups?limit=100"},
		{"show-obligation", "/obligations/" + u.firstID(incident+"/clocks?limit=1")},
	} {
		if only.MatchString(d.what) {
			u.within(d.what, 40, "GET", d.path, nil)
		}
	}
}

// people: the ten-thousandth page costs what the first one does, and somebody is found by what they say of themselves.
func (u *figureUser) people(l *loaded, incident string) {
	cursor := ""
	for n, size := range append(slices.Repeat([]int{200}, 2499), 50, 50, 50) {
		var err error
		p, err := models.ListPeople(l.app.db.View(u.t.Context()), l.manager, l.incident, models.PeopleFilter{}, models.PageRequest{Cursor: cursor, Limit: size})
		if err != nil {
			u.t.Fatal(err)
		}
		if p.Next == "" {
			fmt.Printf("%-70s (only %d pages of 200)\n", string(u.engine)+": fewer people than 10,000 pages", n+1)
			break
		}
		cursor = p.Next
	}
	var rounds []float64
	for range 3 {
		first := u.alone("GET", incident+"/people", nil)
		rounds = append(rounds, u.alone("GET", incident+"/people?cursor="+cursor, nil)/first)
	}
	figure(u.t, string(u.engine)+": page 10,000 of the people against page 1", median(rounds), 1.2, "times")
	u.within("list-people, page 10,000", 40, "GET", incident+"/people?cursor="+cursor, nil)

	var page api.PersonPage
	u.read("GET", incident+"/people?limit=200&cursor="+cursor, nil, &page)
	word := func(of func(api.PersonView) string) string {
		for _, p := range page.Items {
			if v := of(p); v != "" {
				return v
			}
		}
		u.t.Error("nobody on the page has one")
		return "nobody"
	}
	for _, s := range []struct{ what, text string }{
		{"e-mail", word(func(p api.PersonView) string { return p.Email })},
		{"telephone", word(func(p api.PersonView) string { return p.Telephone })},
		{"reference", word(func(p api.PersonView) string { return p.Reference })},
		{"a word of the name", strings.Fields(word(func(p api.PersonView) string { return p.Name }))[0]},
	} {
		var found api.PersonPage
		u.read("POST", incident+"/people/search", body{"text": s.text}, &found)
		if len(found.Items) == 0 {
			u.t.Errorf("nobody is found by %s", s.what)
		}
		u.within("search by "+s.what, 50, "POST", incident+"/people/search", body{"text": s.text})
	}
}

// clocks of 500 obligations over all incidents, as many pages as that takes.
func (u *figureUser) clocks() {
	const wanted = 500
	var rounds []float64
	rows := 0
	for range 9 {
		start, cursor := time.Now(), ""
		rows = 0
		for rows < wanted {
			var page api.ClockPage
			u.read("GET", fmt.Sprintf("/clocks?limit=%d&cursor=%s", min(200, wanted-rows), cursor), nil, &page)
			rows += len(page.Items)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		rounds = append(rounds, float64(time.Since(start).Microseconds())/1000)
	}
	figure(u.t, fmt.Sprintf("%s: clocks of %d obligations, in pages of 200", u.engine, rows), median(rounds), 100, "ms")
}

func TestFigureBinary(t *testing.T) {
	info, err := os.Stat("candour")
	if err != nil {
		t.Fatalf("build the program first: %v", err)
	}
	fmt.Printf("%-70s %9.2f MB\n", "the program, page and rule packs included", float64(info.Size())/1e6)
}

// TestFigureSocietyPage: the page a society opens from its letter, in the language in which it is largest, and whatever it loads besides.
func TestFigureSocietyPage(t *testing.T) {
	h := openHouse(t, models.SQLite, "")
	s := openStory(t, h, true)
	s.fill()
	societies := []string{"Swiss Red Cross", "French Red Cross", "Kenya Red Cross Society", "Spanish Red Cross", "Egyptian Red Crescent Society"}
	s.circular(societies...).send()
	manager := h.as(models.RoleIncidentManager)
	var outbox struct{ Items []api.OutboxLetter }
	eventually(t, "the letters", time.Minute, func() bool {
		manager.get("/outbox?state=held", 200, &outbox)
		return len(outbox.Items) == len(societies)
	})
	largest := 0
	for _, item := range outbox.Items {
		var shown api.OutboxLetter
		manager.get("/outbox/"+item.ID, 200, &shown)
		_, page := h.page("GET", shown.Letter.Link, item.Language, nil)
		if loads := regexp.MustCompile(`(?:src|<link[^>]* href)="[^"]+"`).FindString(page); loads != "" {
			t.Errorf("the page loads more: %s", loads)
		}
		largest = max(largest, len(page))
	}
	figure(t, "society page, all of it", float64(largest)/1000, 30, "kB")
}
