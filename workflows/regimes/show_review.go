package regimes

import (
	"fmt"
	"slices"
	"strings"
)

// shown is the shape of "show --format json": the pack, and what authorities lay over it.
type shown struct {
	*Pack
	Overlays []Overlay `json:"overlays"`
}

func overlaysOf(lib *Library, p *Pack) []Overlay {
	out := []Overlay{}
	for _, o := range lib.overlays {
		if slices.Contains(o.Regimes, p.ID) {
			out = append(out, o)
		}
	}
	return out
}

// showReviews prints who has signed, and every edition, newest first. An open slot is said to be open.
func showReviews(w *page, p *Pack) {
	for _, s := range p.Reviews {
		word := "open: nobody has signed"
		switch {
		case !s.Open() && s.On < p.Edition().On:
			word = fmt.Sprintf("open again: %s signed on %s, before edition %d", s.By, s.On, p.Edition().Version)
		case !s.Open():
			word = fmt.Sprintf("signed by %s on %s", s.By, s.On)
		}
		w.entry("Review", strings.TrimSuffix(s.Slot+" slot, "+word+". "+s.Note, " "))
	}
	for _, c := range slices.Backward(p.Changelog) {
		w.entry("Edition", fmt.Sprintf("%d of %s. %s Why: %s", c.Version, c.On, c.What, c.Why))
	}
}
