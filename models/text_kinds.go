package models

// Kinds of texts that people print, copy or read aloud: the machine neither publishes nor sends them.
const (
	TextStaffNote TextKind = "staff-note"     // what colleagues and volunteers are told
	TextScript    TextKind = "hotline-script" // what is said at the telephone of the hotline, or at a door
	TextPoster    TextKind = "poster"         //
	TextRadio     TextKind = "radio"          //
)

// PrintedTexts are the kinds that leave by hand only, in the order in which they are offered.
var PrintedTexts = []TextKind{TextStaffNote, TextScript, TextPoster, TextRadio}

// ObligationOfText finds the obligation whose notice a text is.
func ObligationOfText(r Reader, text ID) (Obligation, error) {
	return one[Obligation](r.q().Where("text_id = ?", text).Order("opened_at DESC"), "Obligation")
}
