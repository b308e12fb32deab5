package deadlines

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"sort"
	"sync"
	"time"
)

// zones.csv says where each authority sits. Days are counted on its wall clock, not on the sender's.
//
//go:embed zones.csv
var zonesCSV []byte

var loadZones = sync.OnceValues(func() (map[string]*time.Location, error) { return readZones(zonesCSV) })

// Zone is the time zone of the authority of a jurisdiction: an ISO 3166 code, with the part for a state ("US-CA").
func Zone(jurisdiction string) (*time.Location, error) {
	zones, err := loadZones()
	if err != nil {
		return nil, err
	}
	zone, ok := zones[jurisdiction]
	if !ok {
		return nil, fmt.Errorf("no time zone is known for the authority of %q; give a code like DE or US-CA, or add it to zones.csv", jurisdiction)
	}
	return zone, nil
}

// Jurisdictions lists every code that has a zone, sorted.
func Jurisdictions() ([]string, error) {
	zones, err := loadZones()
	if err != nil {
		return nil, err
	}
	out := make([]string, 0, len(zones))
	for code := range zones {
		out = append(out, code)
	}
	sort.Strings(out)
	return out, nil
}

func readZones(data []byte) (map[string]*time.Location, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = 3
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("zones.csv: %w", err)
	}
	out := make(map[string]*time.Location, len(rows))
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if _, twice := out[row[0]]; twice {
			return nil, fmt.Errorf("zones.csv:%d: %s stands there twice", i+1, row[0])
		}
		zone, err := time.LoadLocation(row[1])
		if err != nil {
			return nil, fmt.Errorf("zones.csv:%d: time zone %q of %s is not known here: %w", i+1, row[1], row[0], err)
		}
		out[row[0]] = zone
	}
	return out, nil
}
