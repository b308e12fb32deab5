package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
)

// register finds the place of this node, reads what its journal knows and the database does not, and puts back what was only claimed.
func (n *Node) register(ctx context.Context) error {
	var row models.Node
	err := n.db.Command(ctx, models.Act{By: models.System, Operation: "start-node"}, func(tx models.Tx) (err error) {
		if row, err = models.EnsureNode(tx, n.journal.Node()); err != nil {
			return err
		}
		return tx.Details(map[string]any{"node": row.Number})
	})
	if err != nil {
		return fmt.Errorf("note that this node starts: %w", err)
	}
	n.number = row.Number
	from, err := strconv.ParseInt(cmp.Or(row.JournalPosition, "0"), 10, 64)
	if err != nil || from > n.journal.End() {
		return fmt.Errorf("the delivery journal in %s ends at %d, but the database has read it up to %s: a part of it is missing; restore the folder, or move it away and settle what is uncertain", n.journal.Dir(), n.journal.End(), row.JournalPosition)
	}
	restored, err := n.restored(from, row)
	if err != nil {
		return err
	}
	// A database that has never heard of this journal is older than the node, or another one.
	restored = restored || row.ReplayedAt.IsZero() && row.JournalPosition == "" && n.journal.End() > 0
	if !restored {
		if restored, err = n.stranded(ctx, row); err != nil {
			return err
		}
	}
	if restored {
		if err := n.haltRestored(ctx); err != nil {
			return err
		}
	}
	if err := n.replay(ctx, from); err != nil {
		return err
	}
	if err := n.putBack(ctx); err != nil {
		return err
	}
	n.seen = n.db.Now()
	err = n.db.Command(ctx, models.Act{By: models.System, Operation: "node-ready"}, func(tx models.Tx) error {
		if err := tx.Details(map[string]any{"node": n.number, "restored": restored}); err != nil {
			return err
		}
		return models.MoveNode(tx, n.number, map[string]any{"started_at": tx.Now(), "seen_at": n.seen, "replayed_at": tx.Now(), "lost_at": nil, "stopped_at": nil, "journal_position": n.position()})
	})
	n.beaten.Store(int64(time.Since(n.began)))
	return err
}

// restored says whether the database is older than this journal: it was seen by the journal at a later moment than its row says.
func (n *Node) restored(from int64, row models.Node) (bool, error) {
	last := int64(0)
	err := n.journal.Read(from, func(_ int64, r journal.Record) error {
		if r.Kind == journal.Mark {
			last = r.Seen
		}
		return nil
	})
	if errors.Is(err, journal.ErrPruned) {
		return true, nil
	}
	return last > row.SeenAt.Unix(), err
}

// stranded says whether this node has never worked with this database and no node that has is known to run. A copy of the database that was started
// on another machine looks like that, and what was sent since the copy was made stands in a journal that is not here: whoever sent on would
// tell people twice. It is over when the journals have been read; when one is lost, people stop the dispatch and two of them decide about those
// not yet sent.
func (n *Node) stranded(ctx context.Context, row models.Node) (bool, error) {
	if !row.ReplayedAt.IsZero() || n.journal.End() > 0 {
		return false, nil
	}
	nodes, err := models.ListNodes(n.db.View(ctx))
	if err != nil {
		return false, err
	}
	others, alive := 0, []models.Node{}
	for _, other := range nodes {
		switch {
		case other.Number == n.number:
		case other.StoppedAt.IsZero() && n.db.Now().Sub(other.SeenAt) < silent:
			if other.JournalPosition == "" {
				continue // it was only beginning: nothing is sent before its journal has been read
			}
			if journal.Has(filepath.Dir(n.journal.Dir()), other.Name) {
				return false, nil // its journal is here: it runs, or is read by whoever looks after nodes that ended
			}
			alive = append(alive, other)
			others++
		default:
			others++
		}
	}
	if beats, err := n.anyBeats(ctx, alive); beats || err != nil {
		return false, err
	}
	return others > 0, nil
}

// heard is how long a heart that is said to beat is listened to.
const heard = 5 * beatEvery

// anyBeats says whether one of these nodes runs and knows more than we do. That it was seen a moment ago proves nothing: a copy of the database
// can be as young. SQLite has one process, which we are.
func (n *Node) anyBeats(ctx context.Context, nodes []models.Node) (bool, error) {
	if len(nodes) == 0 || n.db.Engine() == models.SQLite {
		return false, nil
	}
	for end := time.Now().Add(heard); time.Now().Before(end); {
		if !sleep(ctx, beatEvery/4) {
			return false, ctx.Err()
		}
		now, err := models.ListNodes(n.db.View(ctx))
		if err != nil {
			return false, err
		}
		for _, was := range nodes {
			if slices.ContainsFunc(now, func(is models.Node) bool { return is.Number == was.Number && was.SeenAt.Before(is.SeenAt) }) {
				return true, nil
			}
		}
	}
	return false, nil
}

// haltRestored pauses everything until every node has read its journal into the older database.
func (n *Node) haltRestored(ctx context.Context) error {
	return n.db.Command(ctx, models.Act{By: models.System, Operation: "database-restored"}, func(tx models.Tx) error {
		if err := tx.Details(map[string]any{"node": n.number}); err != nil {
			return err
		}
		if err := models.ForgetReplays(tx); err != nil {
			return err
		}
		if err := models.MoveNode(tx, n.number, map[string]any{"seen_at": tx.Now()}); err != nil {
			return err
		}
		return models.HaltAll(tx, models.Paused, HaltRestored)
	})
}

// afterRestore is the same for a node that runs while it happens. Messages on their way are waited for first: the journal has the last word.
func (n *Node) afterRestore(ctx context.Context, was models.Node) error {
	n.lease.Add(1)
	for wait := 0; !n.idle(); wait++ {
		if !sleep(ctx, 100*time.Millisecond) {
			return ctx.Err()
		}
		if wait > 100 {
			return nil // a server is slow to answer; the next heartbeat comes back to it
		}
	}
	from, err := strconv.ParseInt(cmp.Or(was.JournalPosition, "0"), 10, 64)
	if err != nil {
		return err
	}
	if err := errors.Join(n.replay(ctx, from), n.putBack(ctx)); err != nil {
		return err
	}
	return n.say(ctx, "node-replayed", map[string]any{"replayed_at": n.db.Now(), "journal_position": n.position()})
}

// restoreOver lets go on what waited for the journals, when every one has been read.
func (n *Node) restoreOver(ctx context.Context) error {
	v := n.db.View(ctx)
	waiting, err := models.DispatchesHaltedFor(v, HaltRestored)
	if err != nil || len(waiting) == 0 {
		return err
	}
	missing, err := models.UnreplayedNodes(v)
	if err != nil || len(missing) > 0 {
		return err
	}
	return n.db.Command(ctx, models.Act{By: models.System, Operation: "restore-over"}, func(tx models.Tx) error {
		for _, d := range waiting {
			if err := models.LetGoOn(tx, d.Number, HaltRestored); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"dispatches": len(waiting)})
	})
}

type messageKey struct{ dispatch, person int64 }

const replayBatch = 200

// replay brings the database to where the journal is: what has an outcome is settled, what has only an intent is uncertain.
func (n *Node) replay(ctx context.Context, from int64) error {
	begun, over := map[messageKey]models.JournalLine{}, map[int64][]models.JournalLine{}
	letters := map[models.ID]models.LetterLine{}
	flush := func(all bool) error {
		for _, d := range slices.Sorted(maps.Keys(over)) {
			if len(over[d]) == 0 || len(over[d]) < replayBatch && !all {
				continue
			}
			if err := n.apply(ctx, d, over[d]); err != nil {
				return err
			}
			delete(over, d)
		}
		return nil
	}
	oldest, err := n.journal.Oldest()
	if err != nil {
		return err
	}
	// What is older than the journal is kept is older than any copy that may be restored.
	err = n.journal.Read(max(from, oldest), func(_ int64, r journal.Record) error {
		switch r.Kind {
		case journal.Letter, journal.LetterOutcome:
			l := delivery.LetterLineOf(r)
			letters[l.ID] = l
			return nil
		case journal.Intent, journal.Outcome:
		case journal.Begun:
			k := messageKey{r.Dispatch, r.Person}
			if l, open := begun[k]; open && l.Epoch == r.Epoch {
				l.State, l.Reason, l.Try = models.DeliveryUncertain, ReasonEnded, int(r.Try)
				begun[k] = l
			}
			return nil
		default:
			return nil
		}
		k, l := messageKey{r.Dispatch, r.Person}, lineOf(r)
		if before, open := begun[k]; open && before.Epoch != l.Epoch {
			over[r.Dispatch] = append(over[r.Dispatch], before)
		}
		if r.Kind == journal.Intent {
			begun[k] = l
			return nil
		}
		delete(begun, k)
		over[r.Dispatch] = append(over[r.Dispatch], l)
		return flush(false)
	})
	if err != nil {
		return err
	}
	for k, l := range begun {
		if l, err = n.unknown(ctx, k, l); err != nil {
			return err
		}
		over[k.dispatch] = append(over[k.dispatch], l)
	}
	if err := flush(true); err != nil {
		return err
	}
	return delivery.ApplyLetters(ctx, n.db, letters)
}

// unknown is a message of which only the intent is known. Over plain SMTP nobody may send it again by himself (RFC 1047); a gateway that
// knows messages by their key may be asked again.
func (n *Node) unknown(ctx context.Context, k messageKey, l models.JournalLine) (models.JournalLine, error) {
	if l.State != models.DeliveryUncertain {
		return l, nil
	}
	row, err := models.LoadPersonDelivery(n.db.View(ctx), k.dispatch, k.person)
	if models.IsKind(err, models.KindNotFound) {
		return l, nil
	}
	i := slices.IndexFunc(n.channels, func(c Channel) bool { return c.Name == row.Channel && c.Repeatable })
	if err == nil && i >= 0 && (n.channels[i].Remembers == 0 || n.db.Now().Sub(l.At) < n.channels[i].Remembers) {
		l.State, l.Reason = models.DeliveryQueued, ""
	}
	return l, err
}

func lineOf(r journal.Record) models.JournalLine {
	l := models.JournalLine{Person: r.Person, TextKey: int64(r.TextKey), Step: int(r.Step), Try: int(r.Try), Epoch: r.Epoch,
		State: models.DeliveryUncertain, Reason: ReasonEnded, Code: int(r.Code), At: terms.InstantOf(time.UnixMilli(r.At))}
	if r.Kind == journal.Intent && r.Boot != 0 && r.Boot == journal.Boot() {
		// Nothing that was written since the machine started is lost, and that it began would be written.
		l.State, l.Reason, l.Try = models.DeliveryQueued, ReasonNotHanded, l.Try-1
	}
	if r.Kind == journal.Outcome {
		// A word that this version does not know was written by a newer one: what it means nobody here can say.
		if s, ok := stateWords[r.State]; ok {
			l.State, l.Reason = s, reasonWords[r.Reason]
		}
		if l.State == models.DeliveryQueued {
			l.Try-- // it was not handed over
		}
	}
	return l
}

func (n *Node) apply(ctx context.Context, dispatch int64, lines []models.JournalLine) error {
	var incident models.ID
	if d, err := models.LoadDispatch(n.db.View(ctx), dispatch); err == nil {
		incident = d.IncidentID
	} else if !models.IsKind(err, models.KindNotFound) {
		return err
	}
	return n.db.Command(ctx, models.Act{By: models.System, Operation: "replay-journal", Incident: incident}, func(tx models.Tx) error {
		applied, aside, err := models.ApplyJournal(tx, dispatch, n.number, lines)
		if err != nil {
			return err
		}
		return tx.Details(map[string]any{"node": n.number, "dispatch": dispatch, "applied": applied, "kept_aside": aside})
	})
}

// putBack returns what this node had only claimed, also what the others called uncertain meanwhile: its journal, read before, says that none of
// it had begun.
func (n *Node) putBack(ctx context.Context) error {
	leased := func(after [2]int64) ([]models.PersonDelivery, error) {
		return models.LeasedBy(n.db.View(ctx), n.number, after, replayBatch)
	}
	lost := func(after [2]int64) ([]models.PersonDelivery, error) {
		return models.CalledLost(n.db.View(ctx), n.number, ReasonNodeLost, after, replayBatch)
	}
	return errors.Join(n.putBackEach(ctx, leased), n.putBackEach(ctx, lost))
}

func (n *Node) putBackEach(ctx context.Context, next func(after [2]int64) ([]models.PersonDelivery, error)) error {
	for after := [2]int64{}; ; {
		lines, err := next(after)
		if err != nil || len(lines) == 0 {
			return err
		}
		for d, part := range byDispatch(lines) {
			err := n.db.Command(ctx, models.Act{By: models.System, Operation: "return-leases"}, func(tx models.Tx) error {
				batch := make([]models.Settled, len(part))
				for i, l := range part {
					batch[i] = models.Settled{Line: l, State: models.DeliveryQueued, Release: true}
				}
				back, err := models.SettlePeople(tx, d, batch)
				if err != nil {
					return err
				}
				return tx.Details(map[string]any{"node": n.number, "dispatch": d, "lines": len(back)})
			})
			if err != nil {
				return err
			}
		}
		last := lines[len(lines)-1]
		after = [2]int64{last.Dispatch, last.PersonID}
	}
}

func byDispatch(lines []models.PersonDelivery) map[int64][]models.PersonDelivery {
	out := map[int64][]models.PersonDelivery{}
	for _, l := range lines {
		out[l.Dispatch] = append(out[l.Dispatch], l)
	}
	return out
}
