package texts

import "fmt"

// Between says a range with two ends in a language, with its ends as they are written.
func Between(lang, from, to string) string {
	if from == "" || to == "" {
		return ""
	}
	return fmt.Sprintf(wordsOf(lang).between, from, to)
}

// Copied is the sentence that says one state of copying in a language.
func Copied(lang, state string) string { return wordsOf(lang).copied[state] }
