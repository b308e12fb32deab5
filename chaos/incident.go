package main

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// story is one real incident of a house (no exercise: that would be kept from the mail server by construction) with a list of people.
type story struct {
	house           *house
	staff           staff
	incident, party string
	group           string
	people          int
}

func address(i int) string { return fmt.Sprintf("p%07d@people.example", i) }

// list is the CSV of so many people; each has a mark of their own in the name.
func list(people int) []byte {
	var b bytes.Buffer
	b.WriteString("reference,name,email,language,country\n")
	for i := 1; i <= people; i++ {
		fmt.Fprintf(&b, "R%07d,Zoë KNR%07d,%s,%s,DE\n", i, i, address(i), []string{"en", "fr"}[i%2])
	}
	return b.Bytes()
}

// openStory opens an incident with one society and one group of people, through the API of a running house.
func openStory(h *house, s staff, people int) (*story, error) {
	st := &story{house: h, staff: s, people: people}
	manager := s["incident-manager"]
	society, err := st.society()
	if err != nil {
		return nil, err
	}
	var opened struct{ ID string }
	aware := time.Now().UTC().Add(-6 * time.Hour).Format(time.RFC3339)
	if err := manager.post("/incidents", body{"title": "Intruder in the family-tracing servers", "reporter": body{"name": "Duty officer"},
		"aware_at": aware, "aware_zone": "Europe/Berlin", "society_id": society, "exercise": false}, &opened); err != nil {
		return nil, err
	}
	st.incident = opened.ID
	var parties struct{ Items []struct{ ID string } }
	if err := manager.get("/incidents/"+st.incident+"/parties", &parties); err != nil {
		return nil, err
	}
	st.party = parties.Items[0].ID
	var set, group struct{ ID string }
	err = errors.Join(manager.post("/incidents/"+st.incident+"/data-sets", body{"name": "Newsletter", "categories": []string{"contact"}}, &set))
	if err != nil {
		return nil, err
	}
	err = manager.post("/incidents/"+st.incident+"/people-groups", body{"party_id": st.party, "data_set_id": set.ID, "kinds": []string{"donors"}, "count": body{"min": people, "max": people, "exact": true}}, &group)
	st.group = group.ID
	return st, err
}

func (st *story) society() (string, error) {
	var page struct {
		Items []struct{ ID, Name string }
		Next  string
	}
	for cursor := ""; ; cursor = page.Next {
		page.Items, page.Next = nil, ""
		if err := st.staff["incident-manager"].get("/organisations?limit=200&cursor="+cursor, &page); err != nil {
			return "", err
		}
		for _, o := range page.Items {
			if o.Name == "German Red Cross" {
				return o.ID, nil
			}
		}
		if page.Next == "" {
			return "", errors.New("the directory has no society to tell the story with")
		}
	}
}

// importState is what the API says about an import.
type importState struct {
	ID          string `json:"id"`
	State       string `json:"state"`
	Total       int64  `json:"total_count"`
	Accepted    int64  `json:"accepted_count"`
	Duplicate   int64  `json:"duplicate_count"`
	Rejected    int64  `json:"rejected_count"`
	Quarantined int64  `json:"quarantined_count"`
	Reason      string `json:"reason"`
}

// beginImport uploads the list and starts the import.
func (st *story) beginImport() (importState, error) {
	manager := st.staff["incident-manager"]
	var up importState
	if err := manager.upload("/incidents/"+st.incident+"/people-imports?party_id="+st.party+"&group_id="+st.group, "people.csv", list(st.people), &up); err != nil {
		return up, err
	}
	return up, manager.post("/people-imports/"+up.ID+"/start", body{}, nil)
}

func (st *story) importNow(id string) (s importState, err error) {
	return s, st.staff["incident-manager"].get("/people-imports/"+id, &s)
}

// imported waits for the end of an import that nobody disturbs.
func (st *story) imported(id string, within time.Duration) error {
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		s, err := st.importNow(id)
		if err != nil {
			return err
		}
		switch s.State {
		case "done":
			if s.Accepted != int64(st.people) {
				return fmt.Errorf("of %d people %d came in: %+v", st.people, s.Accepted, s)
			}
			return nil
		case "failed", "cancelled":
			return fmt.Errorf("the import is %s: %s", s.State, s.Reason)
		}
	}
	return fmt.Errorf("the import did not end within %s", within)
}
