package people

import (
	"fmt"
	"strings"
	"unicode"

	"candour/models"
	"candour/workflows/people/clean"
)

// Mapping says for each person field which column of the file fills it, from 0; -1 for none. Columns that no field
// names are dropped while reading and reach neither disk nor memory for long.
type Mapping [models.PersonFieldCount]int

// NoMapping maps nothing.
func NoMapping() Mapping {
	var m Mapping
	for i := range m {
		m[i] = -1
	}
	return m
}

// Words is the mapping with the names of its fields, as it is sent and kept.
func (m Mapping) Words() map[string]int {
	out := map[string]int{}
	for f, c := range m {
		if c >= 0 {
			out[models.PersonField(f).String()] = c
		}
	}
	return out
}

// ParseMapping reads the form of Words and checks it against the number of columns of the file.
func ParseMapping(words map[string]int, columns int) (Mapping, error) {
	m := NoMapping()
	used := map[int]string{}
	for w, c := range words {
		f, ok := models.ParsePersonField(w)
		if !ok {
			return m, models.InvalidField("mapping", "%q is not a field that is kept of a person.", w)
		}
		if c < 0 || c >= columns {
			return m, models.InvalidField("mapping", "The file has %d columns; %s points to column %d.", columns, w, c+1)
		}
		if other, twice := used[c]; twice {
			return m, models.InvalidField("mapping", "Column %d is used twice, for %s and for %s. One column fills one field.", c+1, min(w, other), max(w, other))
		}
		used[c], m[f] = w, c
	}
	if m[models.PersonName] < 0 && m[models.PersonReference] < 0 && m[models.PersonEmail] < 0 && m[models.PersonTelephone] < 0 {
		return m, models.InvalidField("mapping", "Choose at least one column that tells people apart: name, reference, e-mail or telephone.")
	}
	return m, nil
}

// headings are words that stand over columns, in the languages lists come in. Whole headings are compared after
// folding and dropping punctuation, so "E-Mail-Adresse" is "e mail adresse".
var headings = [models.PersonFieldCount]string{
	models.PersonReference:      "reference|ref|case id|case no|case number|caseid|id|person id|file number|dossier|numero de dossier|référence|referencia|expediente|número de expediente|aktenzeichen|referenz|riferimento|referência|رقم الملف|المرجع|номер дела|ссылка|编号|档案号|شماره پرونده",
	models.PersonName:           "name|full name|fullname|beneficiary|nom|nom complet|nom et prénom|nombre|nombre completo|nombre y apellidos|nome|nome completo|vollständiger name|الاسم|الاسم الكامل|имя|фио|полное имя|姓名|名字|نام|نام و نام خانوادگی|ad soyad|піб|ім'я",
	models.PersonEmail:          "email|e mail|mail|email address|e mail address|courriel|adresse e mail|adresse email|adresse électronique|correo|correo electrónico|correo electronico|e mail adresse|email adresse|posta elettronica|endereço de email|البريد الإلكتروني|البريد|электронная почта|эл почта|почта|电子邮件|邮箱|ایمیل|e posta",
	models.PersonTelephone:      "telephone|phone|phone number|tel|mobile|mobile number|cell|cellphone|whatsapp|téléphone|numéro de téléphone|portable|teléfono|telefono|móvil|celular|telefon|telefonnummer|handy|mobil|telefone|الهاتف|رقم الهاتف|الجوال|телефон|номер телефона|电话|手机|تلفن",
	models.PersonCountry:        "country|country code|country of residence|residence|pays|pays de résidence|país|pais|país de residencia|land|wohnsitzland|paese|البلد|الدولة|بلد الإقامة|страна|国家|کشور|ülke|країна",
	models.PersonLanguage:       "language|lang|preferred language|langue|idioma|lengua|sprache|lingua|língua|اللغة|язык|语言|زبان|dil|мова",
	models.PersonStreet:         "street|address|street address|address line 1|address 1|adresse|rue|dirección|direccion|calle|domicilio|straße|strasse|anschrift|indirizzo|via|endereço|rua|العنوان|الشارع|адрес|улица|地址|آدرس|adres",
	models.PersonPostcode:       "postcode|postal code|post code|zip|zip code|code postal|cp|código postal|codigo postal|plz|postleitzahl|cap|cep|الرمز البريدي|индекс|почтовый индекс|邮编|کد پستی|posta kodu",
	models.PersonCity:           "city|town|place|locality|ville|localité|commune|ciudad|localidad|municipio|stadt|ort|wohnort|città|citta|comune|cidade|المدينة|город|城市|شهر|şehir|місто",
	models.PersonDataCategories: "data categories|data|data category|categories|categories of data|catégories de données|données|categorías de datos|datos|datenkategorien|daten|categorie di dati|categorias de dados|فئات البيانات|категории данных|数据类别",
	models.PersonSociety:        "society|national society|branch|organisation|organization|société|société nationale|section|antenne|sociedad|sociedad nacional|filial|gesellschaft|nationale gesellschaft|zweigstelle|società|comitato|sociedade|الجمعية|الجمعية الوطنية|الفرع|общество|национальное общество|отделение|协会|分会|جمعیت",
	models.PersonGroup:          "group|people group|kind|type|groupe|type de personne|grupo|tipo|gruppe|art|gruppo|المجموعة|الفئة|группа|组|گروه",
}

var headingFields = func() map[string]models.PersonField {
	out := map[string]models.PersonField{}
	for f, words := range headings {
		for w := range strings.SplitSeq(words, "|") {
			out[heading(w)] = models.PersonField(f)
		}
	}
	return out
}()

func heading(s string) string {
	return strings.Join(strings.FieldsFunc(clean.Folded(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	}), " ")
}

// SuggestMapping proposes a mapping from the header; a person confirms it. The first column of a kind wins.
func SuggestMapping(header []string) Mapping {
	m := NoMapping()
	for c, h := range header {
		if f, ok := headingFields[heading(h)]; ok && m[f] < 0 {
			m[f] = c
		}
	}
	return m
}

// RowProblem is why one row was not taken, or what to know about a row that was.
type RowProblem struct {
	Code   string
	Field  string // person field, empty when it is the whole row
	Column int    // 1-based column of the file, 0 when unknown
	Detail string
	// Quarantine: the row waits for a person instead of being refused.
	Quarantine bool
}

// ReadPerson cleans the mapped cells of one row. The row is taken whole or not at all: a person with half an address
// would look complete.
func ReadPerson(m *Mapping, cells []string, d *models.PersonDetails) *RowProblem {
	*d = models.PersonDetails{}
	identified := false
	for i, column := range m {
		if column < 0 || column >= len(cells) || cells[column] == "" {
			continue
		}
		f := models.PersonField(i)
		var why *clean.Reason
		var v string
		switch f {
		case models.PersonEmail:
			v, why = clean.Email(cells[column])
		case models.PersonTelephone:
			continue // after the country, which it may need
		case models.PersonCountry:
			v, why = clean.Country(cells[column])
		case models.PersonLanguage:
			v, why = clean.Language(cells[column])
		case models.PersonStreet:
			v, why = clean.Lines(cells[column])
		default:
			v, why = clean.Text(cells[column])
		}
		if why != nil {
			return problemOf(f, column, why)
		}
		d.Fields[f] = v
		identified = identified || v != "" && (f == models.PersonReference || f == models.PersonName || f == models.PersonEmail)
	}
	if c := m[models.PersonTelephone]; c >= 0 && c < len(cells) && cells[c] != "" {
		v, marked, why := clean.Telephone(cells[c], d.Fields[models.PersonCountry])
		if why != nil {
			return problemOf(models.PersonTelephone, c, why)
		}
		d.Fields[models.PersonTelephone], d.TelephoneAsGiven = v, marked
		identified = identified || v != ""
	}
	if !identified {
		return &RowProblem{Code: "nobody", Detail: "The row names nobody: name, reference, e-mail and telephone are all empty."}
	}
	return nil
}

func problemOf(f models.PersonField, column int, why *clean.Reason) *RowProblem {
	return &RowProblem{Code: why.Code, Field: f.String(), Column: column + 1, Detail: fmt.Sprintf("%s: %s", f, why.Detail)}
}
