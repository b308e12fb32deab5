package templates

import (
	"html/template"
	"io"
	"strings"
	"time"
)

// RouteListHead is what stands above a list for calls or visits.
type RouteListHead struct {
	Exercise bool
	Number   int64
	Channel  string
	People   int
	Outcomes []string
}

// RoutePerson is one person on it, with what whoever calls or comes has to keep to.
type RoutePerson struct {
	Position             int
	Reference            string
	Name, Telephone      string
	Address              []string
	Lang                 string
	NotBefore            time.Time
	Speaker, SexOfCaller string
	MustNotSay           []string
	FirstSentence        string
	Script               string
}

// RouteList writes such a list, person after person.
type RouteList struct{ w io.Writer }

type routeHead struct {
	RouteListHead
	Style        template.CSS
	ChannelWords string
	OutcomeWords []string
}

type routePerson struct {
	RoutePerson
	Dir, LanguageName, NotBeforeWords, Demands string
	Blocks                                     []block
}

var channelWords = map[string]string{"call": "calls", "visit": "visits", "society": "told by workers of the society", "letter": "letters"}

var speakerWords = map[string]string{"society_worker": "Only a worker of the society may speak to them.", "known_case_worker": "Only the case worker they know may speak to them.",
	"delegate_only": "Only a delegate may speak to them, in private.", "child_protection": "Only trained child-protection staff may speak to them."}

var callerWords = map[string]string{"woman": "They wish to speak to a woman.", "man": "They wish to speak to a man."}

// NewRouteList begins one.
func NewRouteList(w io.Writer, h RouteListHead) (*RouteList, error) {
	v := routeHead{RouteListHead: h, Style: template.CSS(routeStyle), ChannelWords: channelWords[h.Channel]}
	for _, o := range h.Outcomes {
		v.OutcomeWords = append(v.OutcomeWords, strings.ReplaceAll(o, "_", " "))
	}
	return &RouteList{w}, parsed.ExecuteTemplate(w, "route-top", v)
}

// Person adds one.
func (l *RouteList) Person(p RoutePerson) error {
	v := routePerson{RoutePerson: p, Dir: Dir(p.Lang), LanguageName: NameOf(p.Lang), Blocks: blocks(p.Script, Dir(p.Lang)),
		Demands: strings.TrimSpace(speakerWords[p.Speaker] + " " + callerWords[p.SexOfCaller])}
	if !p.NotBefore.IsZero() {
		v.NotBeforeWords = english.moment(p.NotBefore.UTC())
	}
	return parsed.ExecuteTemplate(l.w, "route-person", v)
}

// Close ends it.
func (l *RouteList) Close() error { return parsed.ExecuteTemplate(l.w, "paper-bottom", nil) }

const routeStyle = `@page{size:A4;margin:15mm}
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:10.5pt/1.4 "Noto Sans","Noto Sans Arabic","Noto Sans Ethiopic","Noto Sans Tamil","Noto Sans CJK SC","Noto Sans SC","Droid Sans Fallback",sans-serif;overflow-wrap:anywhere}
h1{font-size:14pt;margin:0 0 3mm}
h2{font-size:12pt;margin:0 0 1mm}
h2 span{font-weight:400;font-size:10pt}
p,ul{margin:0 0 2mm}
ul{padding-inline-start:5mm}
section{border-top:1pt solid #000;padding:3mm 0;break-inside:avoid}
.ref{font-size:9pt}
.tel{font-size:12pt;font-weight:600}
.script{border:0.5pt solid #000;padding:2mm 3mm;margin:2mm 0}
.script p{margin:0 0 2mm}
.exercise{border:1.5pt dashed #000;padding:2mm 4mm;font-weight:600;text-align:center}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th{font-size:8.5pt;font-weight:400;text-align:start}
th,td{border:0.5pt solid #000;padding:1mm 2mm}
td{height:8mm}
@media screen{body{max-width:190mm;margin:8mm auto;padding:0 4mm}}
`
