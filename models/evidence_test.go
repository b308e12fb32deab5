package models_test

import (
	"bytes"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

func TestAnExportedChainIsCheckedWithoutDatabaseAndKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for range 3 {
			record(t, db, "test-operation")
		}
		var out bytes.Buffer
		if n, err := models.WriteChain(&out, db.View(t.Context()), models.OrganisationChain); err != nil || n != 3 {
			t.Fatalf("%d entries, %v", n, err)
		}
		whole := out.Bytes()
		if n, bad, err := models.ReadChain(bytes.NewReader(whole)); err != nil || n != 3 || bad != 0 {
			t.Errorf("a whole chain: %d entries, bad %d, %v", n, bad, err)
		}
		lines := bytes.SplitAfter(whole, []byte("\n"))
		changed := bytes.Join([][]byte{lines[0], bytes.Replace(lines[1], []byte("test-operation"), []byte("best-operation"), 1), lines[2]}, nil)
		if _, bad, _ := models.ReadChain(bytes.NewReader(changed)); bad != 2 {
			t.Errorf("a changed entry was found at %d, not 2", bad)
		}
		missing := bytes.Join([][]byte{lines[0], lines[2]}, nil)
		if _, bad, _ := models.ReadChain(bytes.NewReader(missing)); bad != 2 {
			t.Errorf("a missing entry was found at %d, not 2", bad)
		}
	})
}
