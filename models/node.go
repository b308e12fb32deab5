package models

import (
	"fmt"

	"candour/models/terms"
)

// Node is one running program with its own journal.
type Node struct {
	Number          int64 `gorm:"primaryKey;autoIncrement:false"`
	Name            string
	StartedAt       terms.Instant
	SeenAt          terms.Instant // written every second while it runs
	JournalPosition string        // up to here its journal is in this database
	ReplayedAt      terms.Instant
	LostAt          terms.Instant // two people or the time say that its journal will not come back
	StoppedAt       terms.Instant // it ended by itself and holds nothing
}

// JournalSeen is a hand-over that a journal knows and this database does not: it was restored from an older copy.
type JournalSeen struct {
	TextKey  int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID int64 `gorm:"primaryKey;autoIncrement:false"`
	State    DeliveryState
	Reason   string
	SeenAt   terms.Instant
}

// TableName is not the plural the library would make.
func (JournalSeen) TableName() string { return "journal_seen" }

// EnsureNode finds the node of a journal by its name or adds it.
func EnsureNode(tx Tx, name string) (Node, error) {
	found, err := many[Node](tx.q().Where("name = ?", name), "nodes")
	if err != nil || len(found) > 0 {
		if err == nil {
			return found[0], nil
		}
		return Node{}, err
	}
	var last int64
	if err := tx.q().Model(&Node{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return Node{}, fmt.Errorf("number node: %w", err)
	}
	n := Node{Number: last + 1, Name: name, StartedAt: tx.Now(), SeenAt: tx.Now()}
	return n, insert(tx, &n, "This node")
}

// ListNodes gives all that ever sent.
func ListNodes(r Reader) ([]Node, error) { return many[Node](r.q().Order("number"), "nodes") }
