package translation

import (
	"regexp"
	"strconv"
	"strings"
)

// Unit is one paragraph as it goes out of the house and comes back. Its id names the field, the place in it, and the source it was made from,
// so that what comes back late says by itself which words it translates.
type Unit struct {
	ID     string
	Place  string
	Source string
	Target string
	State  State
	Signed bool
	Note   string
}

var unitID = regexp.MustCompile(`^([a-z_]{1,20})\.([0-9]{1,4})\.([0-9a-f]{16})$`)

func (r Row) unit(settled bool) Unit {
	u := Unit{ID: r.Place + "." + strconv.Itoa(r.Index+1) + "." + r.Source.Hash[:16], Place: r.Place, Source: r.Source.Text, Target: r.Target, State: r.State, Signed: settled}
	if r.State == Stale {
		u.Note = "The source has changed since this was translated. It said: " + r.Was
	}
	return u
}

// Units of a language, in the order of the source.
func (l Language) Units() []Unit {
	out := make([]Unit, len(l.Rows))
	for i, r := range l.Rows {
		out[i] = r.unit(l.State == IsSettled)
	}
	return out
}

// parseUnit reads an id; false when it is none of ours.
func parseUnit(id string) (place string, index int, hash string, ok bool) {
	m := unitID.FindStringSubmatch(strings.TrimSpace(id))
	if m == nil {
		return "", 0, "", false
	}
	index, _ = strconv.Atoi(m[2])
	return m[1], index - 1, m[3], true
}
