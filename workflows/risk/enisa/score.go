package enisa

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Quarters counts quarter points, so that no score is ever rounded: 14 is 3.5.
type Quarters int

// String writes the decimal number, as short as it goes: 3, 3.25, 3.5.
func (q Quarters) String() string {
	if q < 0 {
		return "-" + (-q).String()
	}
	return strconv.Itoa(int(q)/4) + [4]string{"", ".25", ".5", ".75"}[q%4]
}

// MarshalJSON writes a decimal number.
func (q Quarters) MarshalJSON() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalJSON reads a decimal number.
func (q *Quarters) UnmarshalJSON(text []byte) error {
	v, err := ParseQuarters(string(text))
	*q = v
	return err
}

// UnmarshalYAML reads a decimal number as it is written, without the detour over a float.
func (q *Quarters) UnmarshalYAML(n *yaml.Node) error {
	v, err := ParseQuarters(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	*q = v
	return nil
}

// ParseQuarters reads a decimal number of at most two places that falls on a quarter.
func ParseQuarters(text string) (Quarters, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole)
	part, known := map[string]Quarters{"": 0, "0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3}[fraction]
	if err != nil || !known || n < 0 || n > 1000 || whole[0] == '+' || whole[0] == '-' {
		return 0, fmt.Errorf("%q is not a number in quarter steps, such as 0.25 or 3.5", text)
	}
	return Quarters(n)*4 + part, nil
}

// Band is one of the four degrees of severity. Order them by Bands, not by spelling.
type Band string

// Bands, mildest first.
const (
	Low      Band = "low"
	Medium   Band = "medium"
	High     Band = "high"
	VeryHigh Band = "very-high"
)

// Bands lists the degrees, mildest first.
func Bands() []Band { return []Band{Low, Medium, High, VeryHigh} }

// Words gives the degree as people read it.
func (b Band) Words() string { return strings.ReplaceAll(string(b), "-", " ") }

// Parts is what the formula is made of.
type Parts struct {
	DPC             int      // data processing context, 1 to 4
	EI              Quarters // ease of identification, 0.25 to 1
	Confidentiality Quarters // circumstances: 0, 0.25 or 0.5 each, intent 0 or 0.5
	Integrity       Quarters
	Availability    Quarters
	Intent          Quarters
	// People and Unintelligible raise flags; they never enter the score.
	People         int
	Unintelligible bool
}

// Severity is one complete score.
type Severity struct {
	DPC     int      `json:"dpc"`
	EI      Quarters `json:"ei"`
	CB      Quarters `json:"cb"`
	Score   Quarters `json:"score"`
	Band    Band     `json:"band"`
	Effect  string   `json:"effect"`
	Formula string   `json:"formula"`
	Flags   []string `json:"flags,omitempty"`
}

// Score multiplies first and adds then: SE = DPC x EI + CB. A part outside ENISA's range is an error, never clipped.
func Score(p Parts) (Severity, error) {
	if p.DPC < 1 || p.DPC > 4 {
		return Severity{}, fmt.Errorf("data processing context is %d; it goes from 1 to 4", p.DPC)
	}
	if p.EI < 1 || p.EI > 4 {
		return Severity{}, fmt.Errorf("ease of identification is %s; it goes from 0.25 to 1", p.EI)
	}
	for name, q := range map[string]Quarters{"confidentiality": p.Confidentiality, "integrity": p.Integrity, "availability": p.Availability} {
		if q < 0 || q > 2 {
			return Severity{}, fmt.Errorf("%s is %s; it is 0, 0.25 or 0.5", name, q)
		}
	}
	if p.Intent != 0 && p.Intent != 2 {
		return Severity{}, fmt.Errorf("malicious intent is %s; it is 0 or 0.5", p.Intent)
	}
	s := severity(p.DPC, p.EI, p.Confidentiality+p.Integrity+p.Availability+p.Intent)
	if p.People > 100 {
		s.Flags = append(s.Flags, "individuals-over-100")
	}
	if p.Unintelligible {
		s.Flags = append(s.Flags, "unintelligible")
	}
	return s, nil
}

func severity(dpc int, ei, cb Quarters) Severity {
	s := Severity{DPC: dpc, EI: ei, CB: cb, Score: Quarters(dpc)*ei + cb}
	for _, b := range table().Bands {
		if s.Score >= b.From {
			s.Band, s.Effect = b.Key, b.Effect
		}
	}
	s.Formula = fmt.Sprintf("%d × %s + %s = %s, %s", dpc, ei, cb, s.Score, s.Band.Words())
	return s
}
