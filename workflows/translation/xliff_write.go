package translation

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// XLIFF 2.1 (OASIS Standard, 13 February 2018): one file, a group for each field, a unit for each paragraph with one segment. Placeholders are
// <ph> whose text stands in the original data of their unit, so that no tool can translate them; they may be moved and not copied or deleted.

const xliffNamespace = "urn:oasis:names:tc:xliff:document:2.0"

// XLIFF writes a language for outside translators.
func (p Piece) XLIFF(l Language) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	fmt.Fprintf(&b, "<xliff xmlns=%q version=\"2.1\" srcLang=%s trgLang=%s>\n", xliffNamespace, quoted(p.Source), quoted(l.Code))
	fmt.Fprintf(&b, "  <file id=\"f1\" original=%s>\n", quoted(p.Kind+":"+p.ID))
	b.WriteString("    <notes>\n      <note id=\"n1\" category=\"instruction\" appliesTo=\"target\">Placeholders are shown as tags. Each must be in the translation as often as in the source. Do not change unit ids.</note>\n    </notes>\n")
	place := ""
	for _, u := range l.Units() {
		if u.Place != place {
			if place != "" {
				b.WriteString("    </group>\n")
			}
			place = u.Place
			fmt.Fprintf(&b, "    <group id=%s name=%s>\n", quoted("g-"+place), quoted(place))
		}
		writeUnit(&b, u)
	}
	if place != "" {
		b.WriteString("    </group>\n")
	}
	b.WriteString("  </file>\n</xliff>\n")
	return b.Bytes()
}

func writeUnit(b *bytes.Buffer, u Unit) {
	fmt.Fprintf(b, "      <unit id=%s name=%s canResegment=\"no\">\n", quoted(u.ID), quoted(u.Place))
	if u.Note != "" {
		fmt.Fprintf(b, "        <notes>\n          <note id=\"n1\" category=\"stale\">%s</note>\n        </notes>\n", escaped(u.Note))
	}
	data := map[string]string{}
	source := inline(u.Source, data, false)
	target := inline(u.Target, data, true)
	if len(data) > 0 {
		b.WriteString("        <originalData>\n")
		for i := 1; i <= len(data); i++ {
			id := fmt.Sprintf("d%d", i)
			fmt.Fprintf(b, "          <data id=%q>%s</data>\n", id, escaped(data[id]))
		}
		b.WriteString("        </originalData>\n")
	}
	state := "initial"
	sub := ""
	switch {
	case u.Target == "":
	case u.Signed:
		state = "final"
	case u.State == Stale:
		sub = ` subState="candour:stale"`
	case u.State == Current:
		state = "translated"
	}
	fmt.Fprintf(b, "        <segment id=\"s1\" state=%q%s>\n          <source xml:space=\"preserve\">%s</source>\n", state, sub, source)
	if u.Target != "" {
		fmt.Fprintf(b, "          <target xml:space=\"preserve\">%s</target>\n", target)
	}
	b.WriteString("        </segment>\n      </unit>\n")
}

// inline writes text with its marks as <ph>. The ids are those of the source; a mark of a target that the source lacks has an id of its own.
func inline(text string, data map[string]string, target bool) string {
	var b strings.Builder
	used := map[string]bool{}
	last := 0
	for _, at := range marks.FindAllStringIndex(text, -1) {
		b.WriteString(escaped(text[last:at[0]]))
		m := Marks(text[at[0]:at[1]])[0]
		id := ""
		for i := 1; i <= len(data) && target; i++ {
			if n := fmt.Sprint(i); data["d"+n] == m && !used[n] {
				id = n
				break
			}
		}
		if id == "" {
			id = fmt.Sprint(len(data) + 1)
			data["d"+id] = m
		}
		used[id] = true
		fmt.Fprintf(&b, "<ph id=%q dataRef=%q disp=%s canCopy=\"no\" canDelete=\"no\"/>", id, "d"+id, quoted(m))
		last = at[1]
	}
	b.WriteString(escaped(text[last:]))
	return b.String()
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // writing to memory does not fail
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

func quoted(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return `"` + b.String() + `"`
}
