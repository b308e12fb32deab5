package worklists_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"time"

	"candour/templates"
	"candour/workflows/filing"
	"candour/workflows/worklists"
)

// scripts are letters in the writings that have to print right; each with a word that must come back out of the PDF.
var scripts = []struct{ lang, text, word string }{
	{"en", "Dear Ms Haddad,\n\nWe write about something that happened to data you gave us on 18 January 2022.\n\n- Do not answer calls about it.\n- Call us on +41 22 000 00 00.", "happened"},
	{"ar", "السيدة الفاضلة،\n\nنكتب إليكم بشأن ما حدث لبياناتكم في 18 يناير 2022. اتصلوا بنا على الرقم ‎+41 22 000 00 00 أو اكتبوا إلى help@example.org.", "بياناتكم"},
	{"am", "ውድ ወ/ሮ ሃዳድ፣\n\nበሰጡን መረጃ ላይ ስለደረሰ ነገር እንጽፍልዎታለን። በ +41 22 000 00 00 ይደውሉልን።", "እንጽፍልዎታለን"},
	{"prs", "خانم محترم،\n\nما در بارهٔ آنچه با معلومات شما رخ داده است می‌نویسیم. به شمارهٔ +41 22 000 00 00 زنگ بزنید.", "معلومات"},
	{"ta", "அன்புடையீர்,\n\nநீங்கள் எங்களிடம் அளித்த தரவுகளுக்கு நேர்ந்தது குறித்து எழுதுகிறோம். +41 22 000 00 00 என்ற எண்ணில் அழையுங்கள்.", "எண்ணில்"},
	{"ti", "ክብርቲ ወይዘሮ፣\n\nብዛዕባ ኣብ ልዕሊ ዝሃብኩምና ሓበሬታ ዘጋጠመ ንጽሕፍ ኣለና። ብ +41 22 000 00 00 ደውሉልና።", "ሓበሬታ"},
	{"zh", "尊敬的女士：\n\n您向我们提供的数据发生了一起事件，特此告知。请致电 +41 22 000 00 00。", "数据"},
	{"fr", "Madame,\n\nNous vous écrivons au sujet de données que vous nous avez confiées.", "confiées"},
}

func batch(t *testing.T, copies int) string {
	t.Helper()
	var b bytes.Buffer
	p, err := templates.NewPaper(&b, "Letters", false)
	if err != nil {
		t.Fatal(err)
	}
	for range copies {
		for _, s := range scripts {
			err := p.Letter(templates.PaperLetter{Lang: s.lang, Back: "P.O. Box 100, 1200 Geneva", To: []string{"Amal Haddad", "1 Rue du Lac", "1200 Genève", "SWITZERLAND"},
				Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Reference: "482-109-375-516-280-379", Text: s.text, Organisation: "Society of Examples",
				Contact: templates.Contact{Name: "R. Example", Phone: "+41 22 000 00 00", Mail: "help@example.org"}, Exercise: s.lang == "fr", AddressPage: s.lang == "fr"})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLettersPrintInEveryScript(t *testing.T) {
	html := batch(t, 1)
	if strings.Contains(html, "<script") || strings.Contains(html, "http") {
		t.Error("a letter loads something")
	}
	for _, want := range []string{`lang="ar" dir="rtl"`, `<bdi dir="ltr">+41 22 000 00 00</bdi>`, `<bdi dir="ltr" class="ref">482-109-375-516-280-379</bdi>`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if filing.Browser() == "" {
		return // the pages for printing are all there is here, and they were checked
	}
	var pdf bytes.Buffer
	if err := worklists.WritePDF(t.Context(), html, &pdf); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
		t.Fatal("no PDF came out")
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		return
	}
	cmd := exec.CommandContext(t.Context(), reader, "-", "-")
	cmd.Stdin = bytes.NewReader(pdf.Bytes())
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
	if len(pages) != len(scripts)+1 {
		t.Errorf("%d pages for %d letters, one with an address page", len(pages), len(scripts))
	}
	for i, s := range scripts {
		if i >= len(pages) {
			break
		}
		page := pages[i]
		if s.lang == "fr" {
			page = pages[len(pages)-1]
		}
		if !strings.Contains(page, "482-109-375-516-280-379") {
			t.Errorf("%s: the number cannot be read on the page", s.lang)
		}
		// What comes out of a PDF in some scripts is stored as shown, not as spoken; words of those are looked at as pictures.
		if s.lang != "ar" && s.lang != "prs" && s.lang != "ta" && !strings.Contains(page, s.word) {
			t.Errorf("%s: %q cannot be read on the page", s.lang, s.word)
		}
	}
}
