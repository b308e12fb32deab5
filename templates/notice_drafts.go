package templates

import (
	"path"
	"strings"

	"candour/models"
)

// ToWrite marks what a person still has to write; a text that has it cannot be submitted.
const ToWrite = "{{to_write}}"

// NoticeStart is what the first draft of a notice is made of.
type NoticeStart struct {
	Recipient     string   // authority, subjects or controller, as the duty says
	RecipientName string   // as the rule pack names it
	Party         string   // who owes it
	Law           string   // and article
	Content       []string // what the law wants to read in it, in the words of the rule pack
}

var noticeOf = map[string]string{"authority": "authority-notice", "subjects": "subject-notice", "controller": "controller-notice"}

// usual is asked for when the rule pack does not list what a law wants: what nearly every law wants.
var usual = []string{"nature", "categories-of-data", "likely-consequences", "measures-taken", "contact-point"}

// known are the parts that facts of the incident can begin.
var known = map[string]string{
	"nature":               "{{what_happened}}.",
	"cause":                "{{what_happened}}.",
	"date-of-breach":       "{{occurred_on}}",
	"date-of-discovery":    "{{detected_on}}",
	"number-of-people":     "{{people_count}}",
	"categories-of-data":   "{{data_kinds}}",
	"public-announcement":  "Made public on {{public_on}}.",
	"likely-consequences":  "{{copied}}\n" + ToWrite,
	"measures-taken":       "The intrusion was stopped on {{contained_on}}.\n" + ToWrite,
	"controller-identity":  "[party]",
	"number-of-records":    ToWrite,
	"categories-of-people": ToWrite,
}

// Draft gives title and body in English, with placeholders, and each thing the law wants as a heading of its own in its order. Errors: invalid
// when no notice is written for this kind of recipient.
func (s NoticeStart) Draft() (title, body string, err error) {
	name, ok := noticeOf[s.Recipient]
	if !ok {
		return "", "", models.Conflict("No notice is written for this duty: it asks for something else. Discharge it with its proof when it is done.")
	}
	b, err := noticeFiles.ReadFile(path.Join("notices", name+".en.md"))
	if err != nil {
		return "", "", err
	}
	wanted := s.Content
	if len(wanted) == 0 {
		wanted = usual
	}
	var sections []string
	for _, w := range wanted {
		text, ok := known[w]
		if !ok {
			text = ToWrite
		}
		sections = append(sections, "## "+heading(w)+"\n\n"+text)
	}
	title, body, _ = strings.Cut(string(b), "\n")
	// Sections first: names come last, so that nothing in a name is read as a mark of ours.
	body = strings.Replace(body, "[sections]", strings.Join(sections, "\n\n"), 1)
	body = strings.NewReplacer("[party]", s.Party, "[recipient]", s.RecipientName, "[law]", s.Law).Replace(body)
	return strings.TrimPrefix(title, "# "), strings.TrimSpace(body), nil
}

// heading turns a word of the rule pack into a heading: "likely-consequences" is "Likely consequences".
func heading(word string) string {
	s := strings.ReplaceAll(strings.ReplaceAll(word, "dpo-contact", "contact of the data protection officer"), "-", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}
