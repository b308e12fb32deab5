package models

// SetHome says where this installation answers (https://candour.example.org): texts that leave name the page on which they can be checked.
func (db *DB) SetHome(url string) { db.home = url }

// Home is where this installation answers; empty: nobody has said.
func (db *DB) Home() string { return db.home }

func (s session) Home() string { return s.db.home }

// CheckPath is the page on which anybody can check a reference.
const CheckPath = "/check"

// CheckPage is its whole address; empty when nobody has said where this installation answers.
func CheckPage(r Reader) string {
	if r.Home() == "" {
		return ""
	}
	return r.Home() + CheckPath
}
