package dispatch

import (
	"slices"
	"sync"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Progress is how far a dispatch is, in numbers without names.
type Progress struct {
	Lines     int64
	Shares    map[models.Share]int64
	Reasons   []Reason
	OnTheWay  int64         // by a channel that sends by itself, in a wave that is released or not
	PerSecond float64       // lately; nought while nothing goes
	EndsAt    terms.Instant // when the last of those on the way will have been told at this pace; zero while nobody can say
}

var gone = []models.DeliveryState{models.DeliverySent, models.DeliveryDelivered, models.DeliveryRefused, models.DeliveryUncertain, models.DeliveryHeld, models.DeliveryTold}

// ProgressOf reads a few rows of counts.
func ProgressOf(r models.Reader, d models.Dispatch) (Progress, error) {
	counts, err := models.ListDispatchCounts(r, d.Number)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Shares: map[models.Share]int64{}, Reasons: []Reason{}}
	var over int64
	for _, c := range counts {
		p.Lines += c.Count
		s := shareOf(c)
		p.Shares[s] += c.Count
		why := c.Reason
		if why == "" {
			why = string(c.State)
		}
		p.Reasons = gather(p.Reasons, Reason{s, c.Channel, why, c.Count})
		if !slices.Contains(models.Automatic, c.Channel) {
			continue
		}
		if slices.Contains(gone, c.State) {
			over += c.Count
		} else if s == Pending && c.State != models.DeliveryWaiting && c.State != models.DeliveryListed {
			p.OnTheWay += c.Count
		}
	}
	sortReasons(p.Reasons)
	if d.Phase != models.DispatchSending || d.Halted != models.NotHalted {
		paces.Delete(d.Number)
		return p, nil
	}
	if p.PerSecond = pace(d.Number, over); p.PerSecond > 0 && p.OnTheWay > 0 && d.Wave == models.TheRest {
		p.EndsAt = r.Now().Add(time.Duration(float64(p.OnTheWay)/p.PerSecond) * time.Second)
	}
	return p, nil
}

// paces remember what the last looks saw: how fast it goes is the difference of two of them, over whatever nodes send.
var paces sync.Map // dispatch -> *looks

type looks struct {
	mu    sync.Mutex
	at    []time.Time
	count []int64
}

// pace is how many went per second over the last half minute of looks.
func pace(number, over int64) float64 {
	x, _ := paces.LoadOrStore(number, &looks{})
	l := x.(*looks)
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if n := len(l.at); n == 0 || now.Sub(l.at[n-1]) > 500*time.Millisecond {
		l.at, l.count = append(l.at, now), append(l.count, over)
	}
	for len(l.at) > 2 && now.Sub(l.at[0]) > 30*time.Second {
		l.at, l.count = l.at[1:], l.count[1:]
	}
	n := len(l.at) - 1
	seconds := l.at[n].Sub(l.at[0]).Seconds()
	if seconds <= 0 {
		return 0
	}
	return max(float64(l.count[n]-l.count[0])/seconds, 0)
}
