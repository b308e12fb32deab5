package people

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

// Canary people exist in no table, so that nobody can ever write to one or count one. The list of a large group ends with some of three
// invented people, and whoever reads so far, or opens one, has read a list from one end to the other: a data protection officer is told.
const (
	canaryCount = 3
	// largeFrom: nobody comes to the end of so many by looking for somebody.
	largeFrom = 500
	// CanaryKind is the kind of the task that tells of a touch.
	CanaryKind = "canary"
	keyCanary  = "people.canary"
	// hushed: one touch after the other of the same account is one alarm.
	hushed = 10 * time.Minute
)

// canary is where an invented person stands in the list.
type canary struct {
	models.LargeCohort
	id   int64
	seed [16]byte
}

// canaries are the same at every look, and others in every incident, without being kept anywhere.
func canaries(r models.View, incident models.ID) ([]canary, error) {
	large, err := models.LargeCohorts(r, incident, largeFrom)
	if err != nil || len(large) == 0 {
		return nil, err
	}
	out := make([]canary, 0, canaryCount)
	for n := range canaryCount {
		var c canary
		for i, one := range large {
			b, err := r.Keys().Lookup(keyCanary, incident, string(binary.AppendVarint([]byte{byte(n)}, one.Number)))
			if err != nil {
				return nil, err
			}
			if i == 0 || string(b) < string(c.seed[:]) {
				c.LargeCohort, c.seed = one, [16]byte(b)
			}
		}
		// Behind the last row that a file can have in practice, so that no real person has its number.
		row := models.MaxPersonRow - canaryCount*int64(binary.BigEndian.Uint16(c.seed[8:])) - int64(n)
		c.id = c.First&^models.MaxPersonRow | row
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b canary) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.id, b.id)) })
	return out, nil
}

// found invents the person: what a neighbour in the list has known of them is known, but never an address or a number that could be somebody's.
func (c canary) found(r models.View) (Found, error) {
	first, err := models.LoadPerson(r, c.First)
	if err != nil {
		return Found{}, err
	}
	like, err := first.Details(r.Keys())
	if err != nil {
		return Found{}, err
	}
	var d models.PersonDetails
	for _, f := range []models.PersonField{models.PersonLanguage, models.PersonCountry, models.PersonCity, models.PersonSociety, models.PersonGroup, models.PersonDataCategories} {
		d.Fields[f] = like.Fields[f]
	}
	names, ok := inventedNames[like.Get(models.PersonLanguage)]
	if !ok {
		names = inventedNames[""]
	}
	d.Fields[models.PersonName] = names[0][int(c.seed[2])%len(names[0])] + " " + names[1][int(c.seed[3])%len(names[1])]
	at := 0
	d.Fields[models.PersonReference] = strings.Map(func(x rune) rune {
		if x < '0' || x > '9' {
			return x
		}
		at++
		return '0' + rune(c.seed[at%len(c.seed)]%10)
	}, like.Get(models.PersonReference))
	return Found{ID: c.id, Party: c.PartyID, Group: c.GroupID, Details: d, Cohort: c.Number}, nil
}

// amidst says that a page lies within the people of one import, who all stand before an invented person behind them.
func amidst(after [2]int64, page models.Page[Found]) bool {
	if page.Next == "" || len(page.Items) == 0 {
		return false
	}
	from, last := after, page.Items[len(page.Items)-1]
	if from == [2]int64{} {
		from = [2]int64{page.Items[0].Cohort, page.Items[0].ID}
	}
	return from[0] == last.Cohort && from[1]&^models.MaxPersonRow == last.ID&^models.MaxPersonRow
}

// withCanaries puts the invented people who stand between two marks into a page.
func withCanaries(r models.View, v models.Viewer, incident models.ID, f models.PeopleFilter, p models.PageRequest, page models.Page[Found]) (models.Page[Found], error) {
	after, err := models.PeopleMark(p)
	if err != nil || amidst(after, page) {
		return page, err
	}
	all, err := canaries(r, incident)
	if err != nil || len(all) == 0 {
		return page, err
	}
	behind := func(c canary, mark [2]int64) bool {
		return cmp.Or(cmp.Compare(c.Number, mark[0]), cmp.Compare(c.id, mark[1])) > 0
	}
	for _, c := range all {
		if !behind(c, after) {
			continue
		}
		if n := len(page.Items); page.Next != "" && n > 0 && behind(c, [2]int64{page.Items[n-1].Cohort, page.Items[n-1].ID}) {
			continue
		}
		if seen, err := models.SeesCohort(r, v, incident, f, c.Number); err != nil || !seen {
			if err != nil {
				return page, err
			}
			continue
		}
		found, err := c.found(r)
		if err != nil {
			return page, err
		}
		at, _ := slices.BinarySearchFunc(page.Items, found, func(a, b Found) int { return cmp.Or(cmp.Compare(a.Cohort, b.Cohort), cmp.Compare(a.ID, b.ID)) })
		found.Canary = true
		page.Items = slices.Insert(page.Items, at, found)
	}
	return page, nil
}

// findCanary finds an invented person whom this viewer may see in the list.
func findCanary(r models.View, v models.Viewer, incident models.ID, id int64) (Found, error) {
	all, err := canaries(r, incident)
	if err != nil {
		return Found{}, err
	}
	for _, c := range all {
		if c.id != id {
			continue
		}
		if seen, err := models.SeesCohort(r, v, incident, models.PeopleFilter{}, c.Number); err != nil || !seen {
			return Found{}, cmp.Or(err, error(models.NotFound("Person")))
		}
		found, err := c.found(r)
		found.Canary = true
		return found, err
	}
	return Found{}, models.NotFound("Person")
}

var touches sync.Map // account and incident -> when an alarm was written last by this program

// Touched tells that somebody was shown an invented person: in the record with the account, and to a data protection officer within a minute.
func Touched(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, how string) error {
	key, now := v.Account+incident+how, db.Now()
	if last, ok := touches.Load(key); ok && now.Sub(last.(terms.Instant)) < hushed {
		return nil
	}
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "touch-canary", Incident: incident}, func(tx models.Tx) error {
		tx.On("account", v.Account)
		if err := tx.Details(map[string]any{"how": how}); err != nil {
			return err
		}
		open, err := models.HasOpenTask(tx, incident, CanaryKind)
		if err != nil || open {
			return err
		}
		return tasks.Open(tx, []models.Task{{IncidentID: incident, Kind: CanaryKind, Playbook: tasks.Intrusion, SortAt: tx.Now(), DueAt: tx.Now(), State: models.TaskOpen,
			Title: "Somebody has read a list of people to its end",
			Detail: "The list of a large group ends with people who do not exist, so that whoever copies it is noticed. The timeline says whose account it was. " +
				"Ask them why; when they cannot say, let an administrator end their account."}})
	})
	if err == nil {
		touches.Store(key, now)
	}
	return err
}

// inventedNames are drawn for people who do not exist; whoever bears such a name is meant by nobody.
var inventedNames = map[string][2][]string{
	"en": {{"Marian", "Leslie", "Robin", "Hilary", "Dana"}, {"Ashcombe", "Wetherell", "Holloway", "Pemberly"}},
	"fr": {{"Camille", "Dominique", "Claude", "Maxence"}, {"Vautrelle", "Desmarais", "Courvoir", "Lestrade"}},
	"es": {{"Rosario", "Guadalupe", "Trinidad", "Cruz"}, {"Villarreal", "Montesino", "Carvajales", "Olmedo"}},
	"de": {{"Kersten", "Toni", "Eike", "Maren"}, {"Vollbrecht", "Hagedorn", "Stegmaier", "Wendland"}},
	"ar": {{"نور", "إحسان", "صباح", "جهاد"}, {"الصبّاغ", "الكتبي", "العطّار", "النقّاش"}},
	"":   {{"Alma", "Mira", "Sami", "Nour", "Eli"}, {"Kovar", "Demir", "Costa", "Haddar"}},
}
