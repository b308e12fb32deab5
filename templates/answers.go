package templates

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"
)

//go:embed answers/*.md
var answerFiles embed.FS

// AnswerTemplate is a question that people ask after every breach, with a first draft of what may be said to it.
type AnswerTemplate struct {
	Name     string `json:"name" doc:"The same for the same question in every language."`
	Topic    string `json:"topic" doc:"What it is filed under, a word of the list of topics."`
	Language string `json:"language"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// answerTopics are the questions in the order in which they are asked, with the topic each is filed under.
var answerTopics = []struct{ name, topic string }{
	{"what-happened", "other"},
	{"am-i-affected", "affected"},
	{"what-should-i-do", "what-to-do"},
	{"how-do-i-know", "genuine"},
	{"never-ask", "genuine"},
	{"news-of-my-relative", "false-news"},
	{"reach-a-human", "other"},
	{"can-i-complain", "complaint"},
}

// Answers are the questions and answers that ship, in the order in which they are asked, each in every language.
func Answers() ([]AnswerTemplate, error) {
	out := []AnswerTemplate{}
	for n, of := range answerTopics {
		for _, lang := range Languages() {
			name := path.Join("answers", strconv.Itoa(n+1)+"-"+of.name+"."+lang+".md")
			b, err := answerFiles.ReadFile(name)
			if err != nil {
				return nil, err
			}
			head, body, _ := strings.Cut(string(b), "\n")
			question, ok := strings.CutPrefix(head, "# ")
			if body = strings.TrimSpace(body); !ok || body == "" {
				return nil, fmt.Errorf("%s: wants a question and an answer", name)
			}
			out = append(out, AnswerTemplate{of.name, of.topic, lang, question, body})
		}
	}
	return out, nil
}
