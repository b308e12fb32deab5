package templates

import (
	"html/template"
	"io"
	"strings"
	"time"
)

// PaperLetter is one letter on paper: in a window envelope only what stands in the window is seen from outside.
type PaperLetter struct {
	Lang         string
	Exercise     bool
	Back         string   // the sender's line above the address; neutral where the sender's name must not be seen
	To           []string // name and address, a line each
	Date         time.Time
	Reference    string // of this letter
	Text         string // as approved, filled
	Organisation string
	Contact      Contact
	CheckPage    string // where the reference can be checked; empty: nobody has said
	AddressPage  bool   // the address on a sheet of its own in front, for envelopes without a window
}

// Paper writes a print-ready batch, letter after letter, so that a long one costs no memory.
type Paper struct {
	w       io.Writer
	letters int
}

type paperView struct {
	PaperLetter
	Dir, Date, ReferenceWord, ExerciseWords string
	CheckLine, CheckQR                      template.HTML
	Blocks                                  []block
	Contact                                 []paperLine
}

type paperLine struct {
	Text string
	LTR  bool // numbers and mail addresses keep their order in right-to-left writing
}

// NewPaper begins a batch. right puts the window on the right, as in France; else it is on the left (DIN 5008 form B, ISO 269 DL).
func NewPaper(w io.Writer, title string, right bool) (*Paper, error) {
	side := leftWindow
	if right {
		side = "right:15mm"
	}
	return &Paper{w: w}, parsed.ExecuteTemplate(w, "paper-top", struct {
		Title string
		Style template.CSS
	}{title, template.CSS(strings.ReplaceAll(paperStyle, "SIDE", side))})
}

const leftWindow = "left:20mm"

// Letter adds one.
func (p *Paper) Letter(l PaperLetter) error {
	words, _ := WordsFor(l.Lang)
	v := paperView{PaperLetter: l, Dir: Dir(l.Lang), Date: paperDate(l.Lang, l.Date), ReferenceWord: referenceWords["en"], ExerciseWords: words.Exercise, Blocks: blocks(l.Text, Dir(l.Lang))}
	if w, ok := referenceWords[baseOf(l.Lang)]; ok {
		v.ReferenceWord = w
	}
	who := l.Contact.Name
	if l.Contact.Role != "" {
		who += " · " + l.Contact.Role
	}
	for _, line := range []paperLine{{Text: who}, {l.Contact.Phone, true}, {l.Contact.Mail, true}} {
		if strings.TrimSpace(line.Text) != "" {
			v.Contact = append(v.Contact, line)
		}
	}
	if l.CheckPage != "" {
		code, err := QR(l.CheckPage)
		if err != nil {
			return err
		}
		v.CheckQR, v.CheckLine = template.HTML(code), checkLine(words, l.CheckPage, Dir(l.Lang))
	}
	p.letters++
	return parsed.ExecuteTemplate(p.w, "paper-letter", v)
}

// Close ends the batch.
func (p *Paper) Close() error { return parsed.ExecuteTemplate(p.w, "paper-bottom", nil) }

// paperDate is the day in words where we have them, and in figures nobody can turn around where we have not.
func paperDate(lang string, at time.Time) string {
	w, have := WordsFor(lang)
	if have != baseOf(lang) {
		return at.Format("2006-01-02")
	}
	return w.day(at)
}

// referenceWords name the one reference of a letter, which also stands in its text.
var referenceWords = map[string]string{"en": english.Reference, "fr": french.Reference, "es": spanish.Reference, "ar": arabic.Reference, "am": "ማጣቀሻ ቁጥር",
	"ti": "መወከሲ ቁጽሪ", "ta": "குறிப்பு எண்", "zh": "参考编号", "fa": "شمارهٔ مرجع", "prs": "شمارهٔ مرجع"}

// paperStyle has no colour but black: a letter must be readable from any printer. The fonts cover every script we write letters in; the last
// ones hold Chinese.
const paperStyle = `@page{size:A4;margin:20mm 20mm 18mm}
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:11pt/1.45 "Noto Sans","Noto Sans Arabic","Noto Sans Ethiopic","Noto Sans Tamil","Noto Sans CJK SC","Noto Sans SC","Droid Sans Fallback",sans-serif;overflow-wrap:anywhere}
.sheet{position:relative;break-after:page;padding-top:80mm;min-height:200mm}
.sheet:last-of-type{break-after:auto}
.window{position:absolute;top:25mm;SIDE;margin-left:-20mm;width:85mm;height:45mm;overflow:hidden;font-size:10.5pt;line-height:1.35}
.back{font-size:7pt;height:8mm;line-height:8mm;white-space:nowrap;overflow:hidden;unicode-bidi:plaintext}
address{font-style:normal}
.meta{margin-bottom:8mm}
.ref{font-weight:600;white-space:nowrap}
.text p{margin:0 0 3.5mm}
.text ul{margin:0 0 3.5mm;padding-inline-start:6mm}
.end{margin-top:8mm;break-inside:avoid}
.end p{margin:0}
.check{display:flex;gap:5mm;align-items:center;margin-top:6mm;break-inside:avoid;font-size:9.5pt}
.check svg{width:22mm;height:22mm;flex:none}
.check p{margin:0}
.exercise{position:absolute;top:0;inset-inline:0;margin:0;padding:2mm 4mm;border:1.5pt dashed #000;font-weight:600;text-align:center}
@media screen{.sheet{max-width:210mm;margin:8mm auto;padding-inline:20mm;border:1px solid #999}}
`
