package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The bug that the loop must find is planted into a copy of the sender when it is built (go build -overlay): the product itself never holds it.
// It is the oldest one: send, then mark. Without the intent in the journal a message of which the program does not know what became is sent
// again by the next start.
const (
	plantedFile = "workflows/dispatch/lane.go"
	soundWords  = "	ticket, err := n.begin(rec)\n	if err == nil {\n		err = ticket.Wait()\n	}\n"
	soundPlace  = "	out.position = ticket.Position()\n"
)

// plant writes the spoilt copy and the overlay that puts it in its place.
func plant(dir string) error {
	src, err := os.ReadFile(plantedFile)
	if err != nil {
		return err
	}
	text := string(src)
	for _, words := range []string{soundWords, soundPlace} {
		if strings.Count(text, words) != 1 {
			return fmt.Errorf("%s does not read as it did, so the bug cannot be planted; correct chaos/plant.go", plantedFile)
		}
	}
	text = strings.Replace(strings.Replace(text, soundWords, "", 1), soundPlace, "", 1)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	copied, err := filepath.Abs(filepath.Join(dir, "planted.go.txt"))
	if err != nil {
		return err
	}
	place, err := filepath.Abs(plantedFile)
	if err != nil {
		return err
	}
	if err := os.WriteFile(copied, []byte(text), 0o644); err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{place: copied}})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644)
}
