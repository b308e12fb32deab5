package safecontact

import (
	"slices"

	"candour/models/terms"
)

// Refused is one channel that may not be used now, and why. Its decision says nothing of speakers and of what must not be said.
type Refused struct {
	Channel  Channel
	Decision Decision
}

// Choose gives the first channel of the plan's order that may be used and was not tried, with every channel that may not. Where only the
// hour is wrong it gives that channel with Allowed false and NotBefore: waiting for an agreed hour comes before another channel.
// Without a channel the word is empty and Decision.Rule says why: do_not_contact, harm_unknown, no_address or no_safe_channel.
func Choose(rules Rules, s Subject, at terms.Instant, tried []Channel) (Channel, Decision, []Refused) {
	v := viewOf(rules, s)
	order := v.order(rules, at)
	var chosen Channel
	var found Decision
	refused := make([]Refused, 0, len(Channels))
	for _, c := range order {
		d := v.judge(rules, c, at)
		if !d.Allowed {
			refused = append(refused, Refused{c, d})
		}
		if chosen == "" && !slices.Contains(tried, c) && (d.Allowed || !d.NotBefore.IsZero()) {
			chosen, found = c, d
		}
	}
	for _, c := range Channels {
		if !slices.Contains(order, c) {
			refused = append(refused, Refused{c, v.judge(rules, c, at)})
		}
	}
	if chosen != "" {
		v.demand(&found, chosen)
		return chosen, found, refused
	}
	return "", nothing(refused, order, tried), refused
}

// order is the plans' order, or the default one, with what an override opens behind it.
func (v *view) order(rules Rules, at terms.Instant) []Channel {
	out := v.named
	if len(out) == 0 && v.harm == terms.No {
		out = rules.Order
	}
	out = slices.Clone(out)
	for _, c := range Channels {
		if !slices.Contains(out, c) && v.Override.covers(c, at) {
			out = append(out, c)
		}
	}
	return out
}

// nothing says why no channel is left.
func nothing(refused []Refused, order, tried []Channel) Decision {
	for _, r := range refused {
		if r.Decision.Rule == DoNotContactIs || r.Decision.Rule == HarmUnknown {
			return r.Decision
		}
	}
	missing, used := 0, 0
	for _, c := range order {
		if slices.Contains(tried, c) {
			used++
		} else if i := slices.IndexFunc(refused, func(r Refused) bool { return r.Channel == c }); i >= 0 && refused[i].Decision.Rule == NoAddress {
			missing++
		}
	}
	switch {
	case missing > 0 && missing+used == len(order):
		return Decision{Rule: NoAddress, Why: "Nothing is known by which a safe channel could reach them."}
	case used > 0 && used == len(order):
		return Decision{Rule: NoSafeChannel, Citation: "SC3 [S]", Why: "Every channel that is safe for them has been tried."}
	}
	return Decision{Rule: NoSafeChannel, Citation: "SC3 [S]", Why: "No channel is safe for them; each one is listed with the rule that is against it."}
}
