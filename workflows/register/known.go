package register

import (
	"fmt"
	"sync"

	"candour/models"
	"candour/workflows/dispatch"
)

// known keeps the rows of incidents that were looked at: a row is gathered from eight tables, and nearly all of them have not changed since the
// register was last read. A row is used only while the chain of its incident has had no further entry, because every command writes one.
var known = struct {
	sync.Mutex
	of map[models.ID]keptRow
}{of: map[models.ID]keptRow{}}

type keptRow struct {
	seq int64
	row Row
}

const knownRows = 4096

func rowsOf(r models.Reader, v models.Viewer, incidents []models.Incident) ([]Row, error) {
	ids := make([]models.ID, len(incidents))
	for n, i := range incidents {
		ids[n] = i.ID
	}
	// The marks first: what changes while the rest is read makes a row stale, not wrong.
	seqs, err := models.ChainLengths(r, ids)
	if err != nil {
		return nil, err
	}
	telling, err := models.IncidentsThatTell(r, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Row, len(incidents))
	for n, i := range incidents {
		known.Lock()
		kept, there := known.of[i.ID]
		known.Unlock()
		row := kept.row
		if !there || kept.seq != seqs[i.ID] {
			if row, err = written(r, i); err != nil {
				return nil, err
			}
			keep(i.ID, keptRow{seqs[i.ID], row})
		}
		row.Incident, row.Reference, row.Exercise, row.State, row.AwareOn, row.WhatHappened = i.ID, i.Reference, i.Exercise, string(i.State), day(i.AwareAt), i.Title
		if telling[i.ID] {
			cover, err := dispatch.Cover(r, v, i)
			if err != nil {
				return nil, err
			}
			if told := cover.Shares[models.ShareTold]; told > 0 {
				row.PeopleTold = fmt.Sprintf("%d of %d", told, cover.Affected)
			}
		}
		out[n] = row
	}
	return out, nil
}

func keep(id models.ID, row keptRow) {
	known.Lock()
	defer known.Unlock()
	if len(known.of) >= knownRows {
		clear(known.of)
	}
	known.of[id] = row
}
