package models

import (
	"fmt"

	"gorm.io/gorm"

	"candour/models/terms"
)

// DispatchPhase of a dispatch. It only goes forward; whether sending goes on at the moment is Halted.
//
//	preparing -> ready (every person has a line) -> requested -> sending -> done
type DispatchPhase string

const (
	DispatchPreparing DispatchPhase = "preparing"
	DispatchReady     DispatchPhase = "ready"
	DispatchRequested DispatchPhase = "requested"
	DispatchSending   DispatchPhase = "sending" // the first wave until Wave is 2, then the rest
	DispatchDone      DispatchPhase = "done"
)

// Halt of a dispatch that is sending: nothing starts while it stands.
type Halt string

const (
	NotHalted Halt = ""
	Paused    Halt = "paused"
	Stopped   Halt = "stopped"
)

// DispatchKind: the first notice to people counts in the coverage of the incident; a supplement goes to people told already.
type DispatchKind string

const (
	DispatchFirst      DispatchKind = "first"
	DispatchSupplement DispatchKind = "supplement"
)

// FirstWave and TheRest are the waves of a dispatch. The first is small and is looked at before the rest goes.
const (
	FirstWave = 1
	TheRest   = 2
)

// DispatchSettings is what the requester chose.
type DispatchSettings struct {
	FirstWavePercent int    `json:"first_wave_percent,omitempty"` // 0: fifty people
	Households       string `json:"households,omitempty"`         // separate or combined; empty: not decided
	// OwnHouseholds are households that are told in another way than the rule, by the first person of each.
	OwnHouseholds map[int64]string `json:"own_households,omitempty"`
	Lanes         int              `json:"lanes,omitempty"` // connections per node; 0: as configured
}

// DispatchPosition is how far the queue has come, so that it goes on there after a crash.
type DispatchPosition struct {
	Cohort int64 `json:"cohort"`
	Person int64 `json:"person"`
	// What only the queue sees, summed on the way: the languages people read it in, and how many of them are not their own.
	Languages  map[string]int64 `json:"languages,omitempty"`
	Fallbacks  map[string]int64 `json:"fallbacks,omitempty"` // by the language that was wanted
	Households int64            `json:"households,omitempty"`
}

// Dispatch is one approved notice meeting its audience. Number stands in each person's line.
type Dispatch struct {
	Number         int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             ID
	IncidentID     ID
	NoticeID       ID
	Kind           DispatchKind
	Phase          DispatchPhase
	Halted         Halt
	HaltedWhy      string // a word of a fixed list, never what somebody typed
	HaltedAt       terms.Instant
	Wave           int // released: 0 none, 1 the first, 2 the rest
	FirstWaveCount int64
	DueAt          terms.Instant // the nearest limit of the law; nearest first
	ContentHash    string        // of the approved notice
	TextKey        int64         // first eight bytes of ContentHash, for the journal
	AudienceHash   string        // over person, channel, language and wave of every line
	RulesVersion   string        // of the safe-contact rules that chose the channels
	Settings       JSON[DispatchSettings]
	Position       JSON[DispatchPosition]
	PeopleCount    int64
	Version        int
	CreatedAt      terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy      ID
	ReadyAt        terms.Instant
	RequestedAt    terms.Instant
	RequestedBy    *ID
	ApprovedAt     terms.Instant
	ApprovedBy     *ID
	ApprovedHash   string // content, audience and rules together
	ReleasedAt     terms.Instant
	ReleasedBy     *ID
	DoneAt         terms.Instant

	// AdaptationsHash is over what societies had signed for their own people when it was prepared; empty: nothing.
	AdaptationsHash string
}

// AddDispatch numbers and adds one.
func AddDispatch(tx Tx, d *Dispatch) error {
	var last int64
	if err := tx.q().Model(&Dispatch{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return fmt.Errorf("number dispatch: %w", err)
	}
	d.Number, d.Version = last+1, 1
	return insert(tx, d, "The dispatch of this notice")
}

// MoveDispatch changes one at a known version and in one of the phases named; anything else is a conflict.
func MoveDispatch(tx Tx, number int64, version int, from []DispatchPhase, values map[string]any) error {
	values["version"] = version + 1
	return guarded(tx.q().Model(&Dispatch{}).Where("number = ? AND version = ? AND phase IN ?", number, version, from), values,
		"This dispatch changed while you were looking at it. Nothing was done; load it again.")
}

// HaltDispatch stops or pauses whatever its version is: stopping must never lose a race.
func HaltDispatch(tx Tx, number int64, halt Halt, why string) error {
	return guarded(tx.q().Model(&Dispatch{}).Where("number = ? AND phase = ?", number, DispatchSending),
		map[string]any{"halted": halt, "halted_why": why, "halted_at": tx.Now(), "version": gorm.Expr("version + 1")},
		"This dispatch is not sending, so there is nothing to stop.")
}

func scopeDispatches(q *gorm.DB, v Viewer) *gorm.DB {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// FindDispatch finds one this viewer may see; societies see counts of their own people elsewhere.
func FindDispatch(r Reader, v Viewer, id ID) (Dispatch, error) {
	if !ValidID(id) {
		return Dispatch{}, NotFound("Dispatch")
	}
	return one[Dispatch](scopeDispatches(r.q(), v).Where("id = ?", id), "Dispatch")
}

// ListDispatches gives those of an incident, oldest first.
func ListDispatches(r Reader, v Viewer, incident ID) ([]Dispatch, error) {
	return many[Dispatch](scopeDispatches(r.q(), v).Where("incident_id = ?", incident).Order("number"), "dispatches")
}

// LoadDispatch finds one for a worker.
func LoadDispatch(r Reader, number int64) (Dispatch, error) {
	return one[Dispatch](r.q().Where("number = ?", number), "Dispatch")
}

// DispatchesInPhase gives all in a phase, the nearest limit of the law first and those without one after.
func DispatchesInPhase(r Reader, phases ...DispatchPhase) ([]Dispatch, error) {
	return many[Dispatch](r.q().Where("phase IN ?", phases).Order("CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, number"), "dispatches")
}

// DispatchesOf gives those of an incident for a worker or a sum.
func DispatchesOf(r Reader, incident ID) ([]Dispatch, error) {
	return many[Dispatch](r.q().Where("incident_id = ?", incident).Order("number"), "dispatches")
}

// DispatchOfNotice finds the dispatch of a notice.
func DispatchOfNotice(r Reader, notice ID) (Dispatch, error) {
	return one[Dispatch](r.q().Where("notice_id = ?", notice), "Dispatch")
}

// ForgetDispatch takes a dispatch away of which nothing was ever sent, with its lines, so that it can be prepared anew.
func ForgetDispatch(tx Tx, d Dispatch) error {
	err := guarded(tx.q().Model(&Dispatch{}).Where("number = ? AND version = ? AND wave = 0 AND phase IN ?", d.Number, d.Version,
		[]DispatchPhase{DispatchPreparing, DispatchReady, DispatchRequested}), map[string]any{"version": d.Version + 1},
		"This dispatch changed while you were looking at it. Nothing was done; load it again.")
	if err != nil {
		return err
	}
	for _, table := range []any{&PersonDelivery{}, &DispatchCount{}} {
		if err := tx.q().Where("dispatch = ?", d.Number).Delete(table).Error; err != nil {
			return fmt.Errorf("take a dispatch back: %w", err)
		}
	}
	return tx.q().Where("number = ?", d.Number).Delete(&Dispatch{}).Error
}

// Automatic are the channels that send by themselves. Letters, calls and visits take as long as people take.
var Automatic = []string{"email", "sms", "voice"}

// UnsentInWave says how many of a wave have not come to any end yet, of those that are sent by themselves.
func UnsentInWave(r Reader, number int64, wave int) (n int64, err error) {
	for _, states := range [][]DeliveryState{{DeliveryQueued, DeliveryDeferred}, {DeliveryLeased}} {
		var some int64
		err := r.q().Model(&PersonDelivery{}).Where("dispatch = ? AND wave = ? AND state IN ? AND channel IN ?", number, wave, states, Automatic).Count(&some).Error
		if err != nil {
			return 0, err
		}
		n += some
	}
	return n, nil
}
