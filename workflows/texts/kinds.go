package texts

import (
	"slices"
	"strings"
)

// kinds are the kinds of data as a reader is told them; the words of terms.Facts data_categories. A word that is not here is the writer's own,
// in the language of the facts, and is told in English only.
var kinds = map[string]map[string]string{
	"en": {"contact": "addresses and telephone numbers", "identification": "names and dates of birth", "national-id": "numbers of identity papers", "financial": "bank details and income", "payment-card": "payment cards",
		"credentials": "user names and passwords", "health": "health", "location": "places where people were", "biometric": "fingerprints and faces", "children": "children", "criminal": "convictions",
		"humanitarian-case": "what was told to us", "employment": "employment", "communications": "messages", "political": "political views", "religious": "religion", "ethnic": "origin", "sex-life": "sex life",
		"detention": "detention", "photographs": "photographs", "other": "other details"},
	"fr": {"contact": "adresses et numéros de téléphone", "identification": "noms et dates de naissance", "national-id": "numéros de papiers d'identité", "financial": "comptes bancaires et revenus", "payment-card": "cartes de paiement",
		"credentials": "noms d'utilisateur et mots de passe", "health": "santé", "location": "lieux où se trouvaient les personnes", "biometric": "empreintes et visages", "children": "enfants", "criminal": "condamnations",
		"humanitarian-case": "ce qui nous a été confié", "employment": "emploi", "communications": "messages", "political": "opinions politiques", "religious": "religion", "ethnic": "origine", "sex-life": "vie sexuelle",
		"detention": "détention", "photographs": "photographies", "other": "autres informations"},
	"es": {"contact": "direcciones y números de teléfono", "identification": "nombres y fechas de nacimiento", "national-id": "números de documentos de identidad", "financial": "cuentas bancarias e ingresos", "payment-card": "tarjetas de pago",
		"credentials": "nombres de usuario y contraseñas", "health": "salud", "location": "lugares donde estaban las personas", "biometric": "huellas y rostros", "children": "niñas y niños", "criminal": "condenas",
		"humanitarian-case": "lo que se nos contó", "employment": "empleo", "communications": "mensajes", "political": "opiniones políticas", "religious": "religión", "ethnic": "origen", "sex-life": "vida sexual",
		"detention": "detención", "photographs": "fotografías", "other": "otros datos"},
	"ar": {"contact": "عناوين وأرقام هواتف", "identification": "أسماء وتواريخ ميلاد", "national-id": "أرقام وثائق الهوية", "financial": "حسابات مصرفية ودخل", "payment-card": "بطاقات دفع",
		"credentials": "أسماء مستخدمين وكلمات سر", "health": "الصحة", "location": "أماكن وجود الأشخاص", "biometric": "بصمات ووجوه", "children": "أطفال", "criminal": "أحكام قضائية",
		"humanitarian-case": "ما رُوي لنا", "employment": "العمل", "communications": "رسائل", "political": "آراء سياسية", "religious": "الدين", "ethnic": "الأصل", "sex-life": "الحياة الجنسية",
		"detention": "الاحتجاز", "photographs": "صور", "other": "معلومات أخرى"},
}

// kindsOf lists the kinds of data in one language; empty when one of them has no word in it: a list with a hole would say less than is known.
func kindsOf(lang string, words []string) string {
	base := lang[:min(2, len(lang))]
	if kinds[base] == nil {
		base = "en"
	}
	var out []string
	for _, w := range words {
		said, ok := kinds[base][w]
		switch {
		case ok:
		case base == "en":
			said = strings.ReplaceAll(w, "-", " ")
		default:
			return ""
		}
		out = append(out, said)
	}
	slices.Sort(out)
	if base == "ar" {
		return strings.Join(out, "، ")
	}
	return strings.Join(out, ", ")
}
