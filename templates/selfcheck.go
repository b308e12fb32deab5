package templates

import (
	"html/template"
	"strconv"
	"strings"
)

// SelfCheckPage is "might I be affected?": a tree of questions that opens on the reader's device. It has no form and no script, and no address
// on it differs by what was chosen, so no answer can leave the device, also not into the history of a borrowed telephone.
type SelfCheckPage struct {
	PublicPage
	Services []SelfCheckService
}

// SelfCheckService is one thing people turned to, where, and in which years; no places and no years: everywhere and always.
type SelfCheckService struct {
	Name     string
	Places   []string
	From, To int
}

type selfCheckView struct {
	publicView
	Services []serviceView
}

type serviceView struct {
	Name, Places template.HTML
	When         template.HTML
	PW           *publicWords
	Lang, Dir    string
	Group        string // details of one question close each other
}

// HTML renders the page.
func (p SelfCheckPage) HTML() ([]byte, error) {
	v := selfCheckView{publicView: p.frame()}
	// The page of the incident has the feeds and the form; here nothing may look as if it sent something.
	v.Links = PublicLinks{Self: p.Links.Self, Live: p.Links.Live}
	for i, s := range p.Services {
		x := serviceView{Name: inline(s.Name, v.TextDir), PW: v.PW, Lang: v.TextLang, Dir: v.TextDir, Group: "s" + strconv.Itoa(i)}
		if len(s.Places) > 0 {
			x.Places = inline(strings.Join(s.Places, " · "), v.TextDir)
		}
		if s.From != 0 {
			x.When = inline(fill(v.PW.CheckWhen, "{from}", strconv.Itoa(s.From), "{to}", strconv.Itoa(s.To)), v.Dir)
		}
		v.Services = append(v.Services, x)
	}
	return render("selfcheck", v)
}

// SelfCheckTitle is the question itself.
func SelfCheckTitle(lang string) string { return publicWordsFor(lang).CheckTitle }
