package models

import (
	"fmt"

	"gorm.io/gorm"
)

// PeopleKeys are keyed hashes of what is looked for: any of Same, Emails and Telephones, or all of Words.
type PeopleKeys struct {
	Same       []int64
	Emails     []int64
	Telephones []int64
	Words      []int64
}

// SearchPeople gives the people of an incident with these keys, sealed, in the order of their ids. A keyed hash is 64 bits: whoever
// shows a result compares the opened value.
//
// The key has to lead, never a walk along all ids until fifty have it: a planner that takes a key for a common one chooses that walk, and
// for a key that nobody has it reads everybody. So people are ordered by "id + 0", which no index gives, and words go first in their own way.
func SearchPeople(r Reader, v Viewer, incident ID, f PeopleFilter, keys PeopleKeys, p PageRequest) (Page[Person], error) {
	var after int64
	if _, err := p.decode(&after); err != nil {
		return Page[Person]{}, err
	}
	cohorts, some := cohortsSeen(r, v, incident, f)
	if !some {
		return Page[Person]{Items: []Person{}}, nil
	}
	q := r.q().Where("cohort IN (?) AND id > ?", cohorts, after).Order("id + 0")
	switch {
	case len(keys.Words) > 0:
		lead, err := rarestFirst(r, keys.Words)
		if err != nil {
			return Page[Person]{}, err
		}
		q = withWords(r, cohorts, lead, after)
	case len(keys.Emails) > 0:
		q = q.Where("email_key IN ?", keys.Emails)
	case len(keys.Telephones) > 0:
		q = q.Where("telephone_key IN ?", keys.Telephones)
	case len(keys.Same) > 0:
		q = q.Where("same_key IN ?", keys.Same)
	default:
		return Page[Person]{Items: []Person{}}, nil
	}
	rows, err := many[Person](q.Limit(p.Size()+1), "people")
	if err != nil {
		return Page[Person]{}, err
	}
	return pageOf(rows, p.Size(), func(x Person) any { return x.ID }), nil
}

// withWords walks along the first word in the index of the words, so a word that many people share costs one page, not all of them.
func withWords(r Reader, cohorts *gorm.DB, words []int64, after int64) *gorm.DB {
	q := r.q().Table("people_words AS w").Select("people.*").Where("w.word_key = ? AND w.person_id > ?", words[0], after).Order("w.person_id")
	if r.Engine() == Postgres {
		// OFFSET keeps the planner from turning the order round.
		q = q.Joins("CROSS JOIN LATERAL (SELECT * FROM people WHERE id = w.person_id AND cohort = ANY (ARRAY(?)) OFFSET 0) people", cohorts)
	} else {
		// SQLite keeps the order of a CROSS JOIN.
		q = q.Joins("CROSS JOIN people").Where("people.id = w.person_id AND people.cohort IN (?)", cohorts)
	}
	for _, w := range words[1:] {
		q = q.Where("EXISTS (SELECT 1 FROM people_words o WHERE o.word_key = ? AND o.person_id = w.person_id)", w)
	}
	return q
}

// rarestFirst puts a rare word before the common ones, so that those who have all of them are looked for among few.
func rarestFirst(r Reader, words []int64) ([]int64, error) {
	const common = 1000
	out, best := append([]int64{}, words...), int64(common)
	for i, w := range words {
		if len(words) == 1 {
			break
		}
		var n int64
		few := r.q().Table("people_words").Select("person_id").Where("word_key = ?", w).Limit(common)
		if err := r.q().Table("(?) AS few", few).Count(&n).Error; err != nil {
			return nil, fmt.Errorf("look how common a word is: %w", err)
		}
		if n < best {
			best = n
			copy(out, words)
			out[0], out[i] = out[i], out[0]
		}
	}
	return out, nil
}
