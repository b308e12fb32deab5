package dispatch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"candour/models"
)

// unknownLanguage stands for everything that a list calls a language and that is none (BCP 47: undetermined). What was written there can be
// about a person, so it is counted and not kept.
const unknownLanguage = "und"

// languageCode is the BCP 47 tag of what a person's list says, without country, variants and private parts; empty where it says nothing.
func languageCode(wanted string) string {
	if wanted == "" {
		return ""
	}
	tag, err := language.Parse(wanted)
	if err != nil {
		return unknownLanguage
	}
	base, script, _ := tag.Raw()
	if tag, err = language.Compose(base, script); err != nil {
		return unknownLanguage
	}
	return tag.String()
}

// unwritten are the languages of the audience that nobody wrote, with the people who are told in another one instead.
func unwritten(d models.Dispatch) map[string]int64 {
	out := map[string]int64{}
	for code, people := range d.Position.V.Fallbacks {
		if people > 0 {
			out[languageCode(code)] += people // a dispatch prepared by an older version kept them as they were written
		}
	}
	return out
}

// settled says whether whoever asks for the sending has said of each language nobody wrote, by its name, that its readers are told in another one.
func settled(d models.Dispatch, standIns []string) error {
	missing := unwritten(d)
	for _, code := range standIns {
		if _, ok := missing[code]; !ok {
			return models.InvalidField("stand_ins", "Nobody in this dispatch needs words to stand in for the language %q. Load the dispatch again and look at its languages.", code)
		}
	}
	var open []string
	for _, code := range slices.Sorted(maps.Keys(missing)) {
		if !slices.Contains(standIns, code) {
			open = append(open, fmt.Sprintf("%s (%d)", languageName(code), missing[code]))
		}
	}
	if len(open) > 0 {
		return models.Conflict("People of this dispatch read languages that nobody wrote: %s. Nothing was asked for. Have them translated and prepare the dispatch again, or say for each that its readers are told in the language that stands in.", strings.Join(open, ", "))
	}
	return nil
}

func languageName(code string) string {
	if code == unknownLanguage {
		return "a language that is not known"
	}
	if name := display.English.Languages().Name(language.Make(code)); name != "" {
		return name
	}
	return code
}
