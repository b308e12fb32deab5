package people

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"candour/models"
	"candour/workflows/people/sheet"
)

func TestMappingIsSuggestedFromHeadersInSeveralLanguages(t *testing.T) {
	for in, want := range map[string]string{
		"person_no,case_id,email,name,country,language,phone,street,postcode,city,data_categories,branch": "reference=1 name=3 email=2 telephone=6 country=4 language=5 street=7 postcode=8 city=9 data_categories=10 society=11",
		"Référence,Nom et prénom,Courriel,N°,Téléphone,Pays de résidence,Code postal,Ville":               "reference=0 name=1 email=2 telephone=4 country=5 postcode=6 city=7",
		"Nombre completo,Correo electrónico,Teléfono,País,Dirección,Ciudad":                               "name=0 email=1 telephone=2 country=3 street=4 city=5",
		"الاسم,البريد الإلكتروني,رقم الهاتف,البلد":                                                        "name=0 email=1 telephone=2 country=3",
		"ФИО,Эл. почта,Телефон,Город":                                                                     "name=0 email=1 telephone=2 city=3",
		"Name,E-Mail-Adresse,PLZ,Ort,Name":                                                                "name=0 email=1 postcode=2 city=3",
		"salary,notes,diagnosis":                                                                          "",
	} {
		m := SuggestMapping(strings.Split(in, ","))
		var got []string
		for f, c := range m {
			if c >= 0 {
				got = append(got, fmt.Sprintf("%s=%d", models.PersonField(f), c))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s\ngot  %s\nwant %s", in, s, want)
		}
	}
}

func TestAMappingIsCheckedAndSurvivesItsWords(t *testing.T) {
	for name, words := range map[string]map[string]int{
		"a field that is not kept":   {"name": 0, "diagnosis": 1},
		"a column that is not there": {"name": 3},
		"one column for two fields":  {"name": 1, "email": 1},
		"nothing that tells apart":   {"city": 1},
		"nothing at all":             {},
	} {
		if _, err := ParseMapping(words, 3); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	words := map[string]int{"name": 0, "email": 2}
	m, err := ParseMapping(words, 3)
	if err != nil || !maps.Equal(m.Words(), words) {
		t.Errorf("%v, %v", m.Words(), err)
	}
}

func TestPreviewShowsProblemsRowByRowAndDropsWhatIsNotMapped(t *testing.T) {
	in := "name,email,diagnosis,phone,country\n" +
		"Anna,anna@example.org,secret,079 123 45 67,CH\n" +
		"Ben,not an address,secret,,\n" +
		"\"Carl,carl@example.org,secret,,\n" +
		",,secret,,CH\n" +
		"D\u202Eora,dora@example.org,secret,,\n"
	p, err := PreviewOf(bytes.NewReader([]byte(in)), int64(len(in)), sheet.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range p.Rows {
		if r.Problem == nil {
			got = append(got, r.Person.Get(models.PersonTelephone))
		} else {
			got = append(got, r.Problem.Code)
		}
		if strings.Contains(fmt.Sprint(r), "secret") {
			t.Errorf("row %d keeps a column that has no mapping", r.Number)
		}
	}
	if s := strings.Join(got, " "); s != "+41791234567 email stray_quote nobody bidi_control" {
		t.Errorf("got %s", s)
	}
	if p.Delimiter != "," || p.Kind != "csv" || len(p.Header) != 5 {
		t.Errorf("%+v", p)
	}
}
