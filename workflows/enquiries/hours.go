package enquiries

import (
	"time"

	"candour/models"
	"candour/models/terms"
)

// clock reads a wall-clock time HH:MM as minutes of the day; 24:00 is the end of a day.
func clock(s string) (int, bool) {
	if s == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil && len(s) == 5
}

// Window says whether the agreed hours hold at a moment and, when they do not, when they begin next. Hours are the caller's own wall
// clock; 22:00 to 02:00 passes midnight. Hours or a zone that cannot be read never hold: unknown is not yes.
func Window(from, until, zone string, now terms.Instant) (holds bool, next terms.Instant) {
	start, ok := clock(from)
	end, ok2 := clock(until)
	z, err := time.LoadLocation(zone)
	if !ok || !ok2 || start == end || start == 24*60 || zone == "" || err != nil {
		return false, terms.Instant{}
	}
	local := now.In(z)
	minute := local.Hour()*60 + local.Minute()
	if start < end && minute >= start && minute < end || start > end && (minute >= start || minute < end) {
		return true, terms.Instant{}
	}
	// The wall clock is built anew for the day, so that a change to or from summer time moves nothing. Where it jumps over the hour, the
	// library moves on: later than agreed, never earlier.
	at := time.Date(local.Year(), local.Month(), local.Day(), start/60, start%60, 0, 0, z)
	if !at.After(local) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, start/60, start%60, 0, 0, z)
	}
	return false, terms.InstantOf(at)
}

// Rules lists what holds for calling back, the forbidden first. The words for a person belong to the page.
func Rules(e models.Enquiry) []string {
	var out []string
	if !e.CallMaySayWho {
		out = append(out, "do-not-say-who")
	}
	if !e.CallMayVoiceMail {
		out = append(out, "no-voice-mail")
	}
	if !e.CallMayRedial {
		out = append(out, "no-redial")
	}
	switch e.CallSpeaker {
	case "woman", "man", "same":
		out = append(out, "speaker-"+e.CallSpeaker)
	}
	// For everybody: the right person first, no secrets, and a way for them to check us (techsafety; SC5, SC6).
	return append(out, "right-person", "no-secrets", "verify")
}
