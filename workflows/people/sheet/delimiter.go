package sheet

import (
	"bytes"
	"strings"
)

const delimiters = ",;\t|"

func isDelimiter(c byte) bool { return strings.IndexByte(delimiters, c) >= 0 }

// sniffDelimiter reads the first rows with each separator and takes the one under which most rows have the cells
// the header has. whole says that the sample is the whole file. A first line "sep=;" (Excel writes it) settles it.
func sniffDelimiter(sample []byte, whole bool, cellLines int) (delim byte, sepLine bool) {
	if len(sample) >= 5 && strings.EqualFold(string(sample[:4]), "sep=") && isDelimiter(sample[4]) {
		if len(sample) == 5 || sample[5] == '\n' || sample[5] == '\r' {
			return sample[4], true
		}
	}
	if !whole { // a cut last row would count as a bad one
		if i := bytes.LastIndexAny(sample, "\r\n"); i > 0 {
			sample = sample[:i]
		}
	}
	best, bestScore := byte(','), 0.0
	for i := range len(delimiters) {
		if s := delimiterScore(sample, delimiters[i], cellLines); s > bestScore {
			best, bestScore = delimiters[i], s
		}
	}
	return best, false
}

func delimiterScore(sample []byte, d byte, cellLines int) float64 {
	rows := newCSVRows(bytes.NewReader(sample), d, int64(len(sample)), cellLines)
	header, err := rows.next()
	if err != nil || header.Problem != nil || len(header.Cells) < 2 {
		return 0
	}
	rows.columns = len(header.Cells)
	good, all := 1.0, 1.0
	for range 50 {
		r, err := rows.next()
		if err != nil {
			break
		}
		all++
		if r.Problem == nil {
			good++
		}
	}
	return good/all*1000 + float64(len(header.Cells))
}
