package templates

import (
	_ "embed"
	"html/template"
	"io"
)

// Dossier is everything that proves how an incident was handled, in the order a reader needs it. Its JSON is the twin of the printed page.
// Times are in UTC, as words that sort.
type Dossier struct {
	Format   string          `json:"format"`
	Edition  string          `json:"edition"`
	Redacted bool            `json:"-"`
	Incident DossierIncident `json:"incident"`
	UpTo     DossierRecord   `json:"record"`
	Times    []DossierFact   `json:"times"`
	Facts    []DossierFact   `json:"facts"`
	Parties  []DossierParty  `json:"parties"`
	Groups   []DossierGroup  `json:"people_groups"`
	Decided  []DossierDuty   `json:"decisions"`
	Clocks   []DossierClock  `json:"clocks"`
	Pieces   []DossierPiece  `json:"notices"`
	Filed    []DossierFiling `json:"filings"`
	Reach    []DossierReach  `json:"reach"`
	Total    DossierReach    `json:"reach_total"`
	Evidence []DossierProof  `json:"evidence"`
	Events   []DossierEvent  `json:"events"`
}

// DossierIncident is the heading.
type DossierIncident struct {
	Reference string `json:"reference"`
	Title     string `json:"title"`
	State     string `json:"state"`
	Exercise  bool   `json:"exercise"`
	AwareAt   string `json:"aware_at"`
	OpenedAt  string `json:"opened_at"`
	OpenedBy  string `json:"opened_by"`
	ClosedAt  string `json:"closed_at"`
}

// DossierRecord says up to which entry of the record it tells.
type DossierRecord struct {
	Seq   int64  `json:"seq"`
	At    string `json:"at"`
	Check string `json:"check_value"`
	Whole bool   `json:"whole"`
}

// DossierFact is one statement of the history.
type DossierFact struct {
	About     string `json:"about"`
	Label     string `json:"label"`
	Value     string `json:"value"`
	Certainty string `json:"certainty"`
	Source    string `json:"source"`
	LearntAt  string `json:"learnt_at"`
	Recorded  string `json:"recorded_at"`
	By        string `json:"recorded_by"`
	InForce   bool   `json:"in_force"`
}

type DossierParty struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Role    string `json:"role"`
	Kind    string `json:"kind"`
	AwareAt string `json:"aware_at"`
	Why     string `json:"aware_reason"`
}

type DossierGroup struct {
	Party string `json:"party"`
	Name  string `json:"name"`
	Count string `json:"count"`
	Risk  string `json:"risk"`
	Why   string `json:"risk_reason"`
}

// DossierDuty is what the rules said of one duty, and what people decided about it.
type DossierDuty struct {
	Party     string            `json:"party"`
	Law       string            `json:"law"`
	Duty      string            `json:"duty"`
	Citation  string            `json:"citation"`
	Rules     string            `json:"rules_version"`
	Outcome   string            `json:"outcome"`
	Stands    string            `json:"stands"`
	SaidAt    string            `json:"said_at"`
	Until     string            `json:"superseded_at"`
	DueAt     string            `json:"due_at"`
	Reasons   []string          `json:"reasons"`
	Facts     []string          `json:"facts_used"`
	Decisions []DossierDecision `json:"decisions"`
}

type DossierDecision struct {
	Kind   string `json:"kind"`
	At     string `json:"at"`
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// DossierClock is one clock, also one that stands no more.
type DossierClock struct {
	Party       string   `json:"party"`
	Law         string   `json:"law"`
	Citation    string   `json:"citation"`
	What        string   `json:"what"`
	Recipient   string   `json:"recipient"`
	Kind        string   `json:"clock"`
	Anchor      string   `json:"counts_from"`
	AnchorAt    string   `json:"counts_from_at"`
	DueAt       string   `json:"due_at"`
	TargetAt    string   `json:"target_at"`
	State       string   `json:"state"`
	OpenedAt    string   `json:"opened_at"`
	ClosedAt    string   `json:"closed_at"`
	ClosedBy    string   `json:"closed_by"`
	Proof       string   `json:"proof"`
	Late        bool     `json:"late"`
	Explanation []string `json:"explanation"`
}

// DossierPiece is one text in one language and variant, with who wrote and who approved it.
type DossierPiece struct {
	Kind       string   `json:"kind"`
	Language   string   `json:"language"`
	Variant    string   `json:"variant"`
	Title      string   `json:"title"`
	State      string   `json:"state"`
	Version    int      `json:"version"`
	Text       []string `json:"text"`
	Hash       string   `json:"hash"`
	WrittenBy  string   `json:"written_by"`
	WrittenAt  string   `json:"written_at"`
	ApprovedBy string   `json:"approved_by"`
	ApprovedAt string   `json:"approved_at"`
	At         string   `json:"at"`
	Where      string   `json:"where"`
}

type DossierFiling struct {
	Party     string            `json:"party"`
	Authority string            `json:"authority"`
	Kind      string            `json:"kind"`
	State     string            `json:"state"`
	FiledAt   string            `json:"filed_at"`
	DueAt     string            `json:"due_at"`
	Late      bool              `json:"late"`
	Hash      string            `json:"hash"`
	Reference string            `json:"reference"`
	Fields    []DossierFiledRow `json:"fields"`
}

type DossierFiledRow struct {
	Label string `json:"label"`
	Value string `json:"value"`
	typed bool
}

// NewFiledRow remembers whether a person typed it: then it is free text.
func NewFiledRow(label, value string, typed bool) DossierFiledRow {
	return DossierFiledRow{label, value, typed}
}

// Typed by a person.
func (f DossierFiledRow) Typed() bool { return f.typed }

// DossierReach is the coverage of one group.
type DossierReach struct {
	Party     string `json:"party"`
	Group     string `json:"group"`
	Affected  int64  `json:"affected"`
	Told      int64  `json:"told"`
	Pending   int64  `json:"pending"`
	Unreached int64  `json:"unreached"`
	Excluded  int64  `json:"excluded"`
	Uncertain int64  `json:"uncertain"`
}

// DossierProof is a document that was handed in; File is where it lies beside the dossier, empty where it is left out.
type DossierProof struct {
	Name    string `json:"name"`
	Type    string `json:"media_type"`
	Size    int64  `json:"size"`
	SHA256  string `json:"sha256"`
	AddedAt string `json:"added_at"`
	AddedBy string `json:"added_by"`
	File    string `json:"file"`
}

type DossierEvent struct {
	Seq       int64  `json:"seq"`
	At        string `json:"at"`
	Actor     string `json:"actor"`
	Operation string `json:"operation"`
	Object    string `json:"object"`
	Hash      string `json:"hash"`
}

//go:embed dossier.gohtml
var dossierPage string

// blacked stands in the place of what a reader of the redacted edition does not see.
const blacked = "\u2588\u2588\u2588\u2588\u2588\u2588"

// Blacked out, for the JSON twin and the page alike.
func Blacked(s string) string {
	if s == "" {
		return ""
	}
	return blacked
}

var dossierTemplate = template.Must(template.New("dossier").Funcs(template.FuncMap{
	"known": func(s string) string {
		if s == "" {
			return "not known"
		}
		return s
	},
	"n": func(i int) int { return i + 1 },
}).Parse(dossierPage))

// WriteDossier writes the page that is printed. It loads nothing from anywhere and needs no script.
func WriteDossier(w io.Writer, d Dossier) error { return dossierTemplate.Execute(w, d) }
