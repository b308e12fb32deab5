package filing

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// filled is an answer that the incident gives, with where it comes from.
type filled struct {
	value string
	from  []Source
}

func said(value string, from ...Source) filled {
	if strings.TrimSpace(value) == "" {
		return filled{}
	}
	return filled{value, slices.DeleteFunc(from, func(s Source) bool { return s.Kind == "" })}
}

// prefill says how each answer follows from the incident. answers.yaml lists the same keys with the same sources, in words.
var prefill = map[string]func(*theCase) filled{
	"report.kind": func(c *theCase) filled {
		return said(stageWords[c.stage], Source{Kind: "filing", Label: "Stage of this filing"})
	},
	"report.completeness": completeness,
	"report.previous": func(c *theCase) filled {
		return said(c.previous, Source{Kind: "filing", Label: "Reference of the stage filed before"})
	},
	"report.authority": toldTo,
	"report.own_reference": func(c *theCase) filled {
		return said(c.incident.Reference, Source{Kind: "incident", Label: "Reference of the incident"})
	},
	"controller.name":    func(c *theCase) filled { return said(c.party.Name, partySource("Name of the party")) },
	"controller.country": func(c *theCase) filled { return said(place(c.party.Country), partySource("Country of the party")) },
	"controller.sector": func(c *theCase) filled {
		words := c.party.Sectors.V
		if len(words) == 0 && c.party.Kind == "national-society" {
			words = []string{"humanitarian"}
		}
		return said(list(words), partySource("Sectors of the party"))
	},
	"controller.role": func(c *theCase) filled {
		return said(plainWord(string(c.party.Role)), partySource("Role of the party"))
	},
	"dpo.name":                 contact(func(p *person) string { return p.name }),
	"dpo.email":                contact(func(p *person) string { return p.email }),
	"dpo.telephone":            contact(func(p *person) string { return p.telephone }),
	"others.processors":        others(models.Processor, models.Host),
	"others.joint_controllers": jointly,
	"time.began":               moment("occurred_at"),
	"time.ended":               moment("contained_at"),
	"time.detected":            moment("detected_at"),
	"time.aware":               aware,
	"time.aware_how":           func(c *theCase) filled { return said(c.party.AwareReason, partySource("Why that moment and no other")) },
	"time.delay":               delay,
	"told.public":              moment("public_at"),
	"breach.nature":            listOf("nature"),
	"breach.summary":           summary,
	"breach.cause":             cause,
	"breach.actor":             actor,
	"breach.copied":            taken,
	"breach.recipients":        recipients,
	"security.before":          protection,
	"data.categories":          dataCategories,
	"data.special":             specialData,
	"data.records":             counted("records_count"),
	"people.categories":        kinds,
	"people.count":             howMany,
	"people.vulnerable":        vulnerable,
	"people.countries":         countries,
	"people.state_residents":   residents,
	"risk.level":               riskLevel,
	"risk.reasons":             riskReasons,
	"consequences.people":      harmed,
	"consequences.service":     service,
	"measures.taken":           measures,
	"measures.planned":         textOf("measures_planned_text"),
	"measures.for_people":      forPeople,
	"told.people":              peopleTold,
	"told.people_when":         peopleToldWhen,
	"border.crosses":           crosses,
	"border.authorities":       otherAuthorities,
	"law_enforcement":          textOf("law_enforcement_text"),
}

var stageWords = map[models.FilingKind]string{models.FilingInitial: "First notification", models.FilingSupplement: "Supplement to an earlier notification",
	models.FilingLast: "Final report", models.FilingWithdrawal: "Withdrawal of the notification"}

func partySource(label string) Source { return Source{Kind: "party", Label: label} }

func completeness(c *theCase) filled {
	from := Source{Kind: "filing", Label: "Gaps of this form"}
	switch {
	case c.stage == models.FilingLast || c.stage == models.FilingWithdrawal:
		return said("Complete: no further report is planned.", from)
	case c.gaps == 0:
		return said("Complete as far as is known today.", from)
	}
	return said(fmt.Sprintf("In phases: %d points are not known yet and follow without undue further delay.", c.gaps), from)
}

func toldTo(c *theCase) filled {
	if c.authority == nil || c.authority.DependsOn != "" {
		return filled{} // which of several is competent is for a person to say
	}
	return said(c.authority.Name, Source{Kind: "directory", Label: "Directory of authorities"})
}

func contact(part func(*person) string) func(*theCase) filled {
	return func(c *theCase) filled {
		if c.contact == nil {
			return filled{}
		}
		return said(part(c.contact), Source{Kind: "directory", Label: "Contact of the party: " + plainWord(c.contact.role)})
	}
}

func others(roles ...models.PartyRole) func(*theCase) filled {
	return func(c *theCase) filled {
		names := []string{}
		for _, p := range c.parties {
			if p.ID != c.party.ID && slices.Contains(roles, p.Role) {
				names = append(names, fmt.Sprintf("%s (%s, %s)", p.Name, plainWord(string(p.Role)), place(p.Country)))
			}
		}
		return said(strings.Join(names, "; "), Source{Kind: "party", Label: "Parties of the incident"})
	}
}

func jointly(c *theCase) filled {
	f := others(models.JointController)(c)
	n := 0
	for _, p := range c.parties {
		if p.ID != c.party.ID && p.Role == models.Controller {
			n++
		}
	}
	if n > 0 {
		f.value = paragraphs(f.value, fmt.Sprintf("%d other controllers are affected by the same incident; each tells its own authority.", n))
		f.from = []Source{{Kind: "party", Label: "Parties of the incident"}}
	}
	return f
}

func moment(key string) func(*theCase) filled {
	return func(c *theCase) filled {
		at, zone, from := c.moment(key)
		if zone == "" {
			zone = c.duty.Zone
		}
		return said(wall(at, zone), from)
	}
}

func aware(c *theCase) filled {
	if at := c.party.AwareAt; !at.IsZero() {
		zone := c.party.AwareZone
		if zone == "" {
			zone = c.duty.Zone
		}
		return said(wall(at, zone), partySource("When the party became aware"))
	}
	return moment("aware_at")(c)
}

func delay(c *theCase) filled {
	v, from, ok := c.fact("detection_delay_hours")
	if hours, number := terms.Number(v); ok && number {
		return said(fmt.Sprintf("It went unnoticed for about %s.", lasting(time.Duration(hours)*time.Hour)), from)
	}
	began, _, a := c.moment("occurred_at")
	found, _, b := c.moment("detected_at")
	if began.IsZero() || found.IsZero() || !began.Before(found) {
		return filled{}
	}
	return said(fmt.Sprintf("It went unnoticed for about %s.", lasting(found.Sub(began))), a, b)
}

func lasting(d time.Duration) string {
	if d < 48*time.Hour {
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

func listOf(key string) func(*theCase) filled {
	return func(c *theCase) filled {
		words, from := c.words(key)
		return said(list(words), from)
	}
}

func cause(c *theCase) filled {
	w, from := c.text("cause")
	if w == "other" {
		return said("None of the usual kinds; see what happened.", from)
	}
	return said(plainWord(w), from)
}

func textOf(key string) func(*theCase) filled {
	return func(c *theCase) filled {
		s, from := c.text(key)
		return said(s, from)
	}
}

func counted(key string) func(*theCase) filled {
	return func(c *theCase) filled {
		f, ok := c.facts[key]
		if !ok {
			return filled{}
		}
		n, _ := f.Range()
		return said(count(n), factSource(f))
	}
}

func countries(c *theCase) filled {
	living := c.living()
	out := []string{}
	for _, code := range slices.Sorted(maps.Keys(living)) {
		out = append(out, strings.TrimSuffix(place(code)+": "+count(living[code]), ": "))
	}
	return said(strings.Join(out, "; "), Source{Kind: "group", Label: "Where the people of the groups live"})
}

func residents(c *theCase) filled {
	n, ok := c.living()[c.duty.Jurisdiction]
	if !ok {
		return filled{}
	}
	return said(count(n), Source{Kind: "group", Label: "Where the people of the groups live"})
}

func crosses(c *theCase) filled {
	living := c.living()
	abroad := []string{}
	for _, code := range slices.Sorted(maps.Keys(living)) {
		if !strings.HasPrefix(code, c.party.Country) {
			abroad = append(abroad, place(code))
		}
	}
	if len(abroad) > 0 {
		return said("Yes: "+strings.Join(abroad, ", ")+".", Source{Kind: "group", Label: "Where the people of the groups live"})
	}
	switch a, from := c.yes("cross_border"); a {
	case terms.Yes:
		return said("Yes.", from)
	case terms.No:
		return said("No.", from)
	}
	return filled{}
}
