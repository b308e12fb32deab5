package regimes

import (
	"slices"

	"candour/models/terms"
)

// The three questions that most laws of the United States and many others turn on: did encryption protect the data,
// did somebody acquire them, did somebody see them.

func encryptionProtects(f Context) Finding {
	encrypted, key, asUser := boolFact(f, "encrypted_at_rest"), boolFact(f, "key_compromised"), boolFact(f, "intruder_as_user")
	switch {
	case encrypted == terms.No:
		return settled(terms.No, []string{"encrypted_at_rest"}, "The data were not encrypted where they were stored.")
	case key == terms.Yes:
		return settled(terms.No, []string{"key_compromised"}, "The key got out as well, so encryption does not protect the data.")
	case asUser == terms.Yes:
		return settled(terms.No, []string{"intruder_as_user"}, "The intruder could act as a legitimate user, so encryption at rest does not protect the data.")
	case encrypted == terms.Yes && key == terms.No && asUser == terms.No:
		return settled(terms.Yes, []string{"encrypted_at_rest", "key_compromised", "intruder_as_user"},
			"The data were encrypted, the key is safe and the intruder could not act as a user.")
	}
	var used, needs []string
	for name, answer := range map[string]terms.Answer{"encrypted_at_rest": encrypted, "key_compromised": key, "intruder_as_user": asUser} {
		if answer == terms.Unknown {
			needs = append(needs, name)
		} else {
			used = append(used, name)
		}
	}
	slices.Sort(used)
	slices.Sort(needs)
	return open(used, needs, "Whether encryption protects the data is not known yet.")
}

// acquired says whether somebody got hold of the data. A publication proves it. "Ruled out" settles the opposite only
// as long as no other fact shows the data in a stranger's hands: a letter sent to the wrong person was not stolen,
// but it was acquired.
func acquired(f Context) Finding {
	const key = "exfiltrated"
	word := wordFact(f, key)
	published := boolFact(f, "leaked_publicly")
	strangers := factIsOneOf(f, "recipients", "", wordsAsValues([]string{"known-recipient", "known-recipients-many", "public"})).Answer
	switch word {
	case "presumed", "confirmed":
		return settled(terms.Yes, []string{key}, "That data were copied or taken is "+word+".")
	case "ruled-out":
		if published == terms.Yes || strangers == terms.Yes {
			return open([]string{key, "leaked_publicly", "recipients"}, []string{key},
				"Taking is ruled out, yet the data reached strangers or the public: say which of the facts is right.")
		}
		return settled(terms.No, []string{key}, "That data were copied or taken is ruled out.")
	}
	if published == terms.Yes {
		return settled(terms.Yes, []string{"leaked_publicly"}, "The data have been published.")
	}
	used := []string{}
	reason := "Whether data were copied or taken is not known yet."
	if word != "" {
		used = append(used, key)
		reason = "Whether data were copied or taken is open (" + word + "): no sign of it is not proof that it did not happen."
	}
	return open(used, []string{key}, reason)
}

// accessed says whether somebody could see the data: a breach of confidentiality, or acquisition.
func accessed(f Context) Finding {
	nature := factIsOneOf(f, "nature", "", []any{"confidentiality"})
	if nature.Answer == terms.Yes {
		return settled(terms.Yes, nature.Used, "The breach concerns confidentiality.")
	}
	taken := acquired(f)
	switch {
	case taken.Answer == terms.Yes:
		return taken
	case nature.Answer == terms.No && taken.Answer == terms.No:
		return settled(terms.No, appendNew(nature.Used, taken.Used...), "Confidentiality was not touched and taking is ruled out.")
	case nature.Answer == terms.No:
		return taken
	}
	return open(taken.Used, appendNew(nature.Needs, taken.Needs...), "Whether anybody saw the data is not known yet.")
}

func boolFact(f Context, key string) terms.Answer {
	v, known := f.Fact(key)
	b, isBool := v.(bool)
	if !known || !isBool {
		return terms.Unknown
	}
	return terms.AnswerOf(b)
}

func wordFact(f Context, key string) string {
	v, known := f.Fact(key)
	s, isString := v.(string)
	if !known || !isString {
		return ""
	}
	return s
}
