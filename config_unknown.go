package main

import (
	"fmt"
	"slices"
	"strings"
)

// misspelt names the settings that look like ours and that nobody reads: a relay that was mistyped would be found when no message arrives.
// What only tests read is not a setting.
func misspelt(environ []string, read map[string]bool) []string {
	var out []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		rest, ours := strings.CutPrefix(name, "CANDOUR_")
		if !ours || read[name] {
			continue
		}
		if slices.ContainsFunc([]string{"TEST_", "CHAOS_", "FIGURE_"}, func(p string) bool { return strings.HasPrefix(rest, p) }) {
			continue
		}
		out = append(out, fmt.Sprintf("%s is not a setting of Candour and was not read. Check its spelling in README.md.", name))
	}
	slices.Sort(out)
	return out
}
