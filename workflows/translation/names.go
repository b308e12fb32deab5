package translation

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// nameOf is the English name of a language, its code when there is none.
func nameOf(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.English.Languages().Name(tag); name != "" {
		return name
	}
	return code
}

// Known says whether a code is a language of BCP 47.
func known(code string) bool {
	_, err := language.Parse(code)
	return err == nil && len(code) >= 2 && len(code) <= 12
}
