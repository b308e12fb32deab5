package gateway

import "strings"

// Encoding of a text message on the air.
type Encoding string

const (
	GSM7 Encoding = "gsm-7" // the alphabet of GSM 03.38 with its extension table
	UCS2 Encoding = "ucs-2" // everything else: 16 bits a unit
)

// Size says how a text travels: in how many parts it is paid for and may arrive apart.
type Size struct {
	Encoding Encoding `json:"encoding"`
	Units    int      `json:"units"` // septets or 16-bit units
	Parts    int      `json:"parts"`
	Left     int      `json:"left"` // units that fit into the last part still
}

// gsmBasic and gsmExtended are the two tables of 3GPP TS 23.038 section 6.2.1; a character of the second costs two septets.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "^{}\\[~]|€\f"
)

// A part that is one of several gives six octets to the header that puts them together (TS 23.040 section 9.2.3.24.1).
const (
	gsmSingle, gsmJoined = 160, 153
	ucsSingle, ucsJoined = 70, 67
)

// Measure counts the parts of a text. One character outside GSM-7 (a curly quote, a c with caron) turns the whole text into UCS-2 and more
// than halves what fits, which is worth knowing before it is approved.
func Measure(text string) Size {
	if costs, ok := gsmCosts(text); ok {
		return pack(GSM7, costs, gsmSingle, gsmJoined)
	}
	var costs []int
	for _, r := range text {
		if r > 0xFFFF {
			costs = append(costs, 2) // a surrogate pair must not be torn between two parts
		} else {
			costs = append(costs, 1)
		}
	}
	return pack(UCS2, costs, ucsSingle, ucsJoined)
}

func gsmCosts(text string) ([]int, bool) {
	costs := make([]int, 0, len(text))
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			costs = append(costs, 1)
		case strings.ContainsRune(gsmExtended, r):
			costs = append(costs, 2)
		default:
			return nil, false
		}
	}
	return costs, true
}

func pack(e Encoding, costs []int, single, joined int) Size {
	total := 0
	for _, c := range costs {
		total += c
	}
	s := Size{Encoding: e, Units: total}
	switch {
	case total == 0:
		s.Left = single
		return s
	case total <= single:
		s.Parts, s.Left = 1, single-total
		return s
	}
	used := joined // so that the first character opens the first part
	for _, c := range costs {
		if used+c > joined {
			s.Parts, used = s.Parts+1, 0
		}
		used += c
	}
	s.Left = joined - used
	return s
}
