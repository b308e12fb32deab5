package texts

import (
	"fmt"
	"time"
)

// words are the few phrases that stand in for facts, per language.
type words struct {
	atLeast, atMost, between string
	months                   [12]string
	order                    string            // of day, month, year
	copied                   map[string]string // the five states of exfiltration; "no indication" never reads as "no"
	about                    string            // one number of which nobody has said that it was counted
}

func (w words) date(t time.Time) string {
	return fmt.Sprintf(w.order, t.Day(), w.months[t.Month()-1], t.Year())
}

var byLanguage = map[string]words{
	"en": {"at least %s", "at most %s", "between %s and %s",
		[12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}, "%d %s %d",
		map[string]string{"confirmed": "Data were copied and taken away.", "presumed": "We work on the presumption that data were copied and taken away.",
			"possible": "It is possible that data were copied.", "no-indication": "We have no indication so far that data were copied; we cannot exclude it.",
			"ruled-out": "The investigation has ruled out that data were copied."}, "about %s"},
	"fr": {"au moins %s", "au plus %s", "entre %s et %s",
		[12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}, "%d %s %d",
		map[string]string{"confirmed": "Des données ont été copiées et emportées.", "presumed": "Nous partons du principe que des données ont été copiées et emportées.",
			"possible": "Il est possible que des données aient été copiées.", "no-indication": "Rien n'indique à ce jour que des données aient été copiées ; nous ne pouvons pas l'exclure.",
			"ruled-out": "L'enquête a exclu que des données aient été copiées."}, "environ %s"},
	"es": {"al menos %s", "como máximo %s", "entre %s y %s",
		[12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}, "%d de %s de %d",
		map[string]string{"confirmed": "Se han copiado y sustraído datos.", "presumed": "Partimos de la base de que se han copiado y sustraído datos.",
			"possible": "Es posible que se hayan copiado datos.", "no-indication": "Hasta ahora no tenemos indicios de que se hayan copiado datos; no podemos excluirlo.",
			"ruled-out": "La investigación ha descartado que se hayan copiado datos."}, "alrededor de %s"},
	"ar": {"ما لا يقل عن %s", "ما لا يزيد على %s", "ما بين %s و%s",
		[12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}, "%d %s %d",
		map[string]string{"confirmed": "نُسخت بيانات وأُخذت.", "presumed": "نعمل على افتراض أن بيانات نُسخت وأُخذت.",
			"possible": "من الممكن أن تكون بيانات قد نُسخت.", "no-indication": "لا يوجد لدينا حتى الآن ما يدل على نسخ بيانات، ولا يمكننا استبعاد ذلك.",
			"ruled-out": "استبعد التحقيق أن تكون بيانات قد نُسخت."}, "نحو %s"},
}

func wordsOf(lang string) words {
	if len(lang) >= 2 {
		if w, ok := byLanguage[lang[:2]]; ok {
			return w
		}
	}
	return byLanguage["en"]
}
