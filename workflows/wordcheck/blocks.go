package wordcheck

import "slices"

const blockSource = "Every notice says what happened, what to do, how to reach a person and what we will never ask (TRUST TP-05; GDPR Art. 34(2) in plain words)"

// needed is a part of a text, what is said when it is missing, and where it keeps the text back.
var needed = []struct {
	block string
	stops bool
	says  string
}{
	{"happened", true, "Nothing here says what happened. People look for it first."},
	{"advice", true, "Nothing here says what the reader can do. Say it, also when it is only: you do not need to do anything today."},
	{"contact", true, "Nothing here says how to reach a person. Put {{contact}} where readers look for it: at the end."},
	{"never", true, "Nothing here says what we will never ask for. Readers need it to tell us from people who pretend to be us."},
	{"means", false, "Nothing here says what it means for the reader. Say it, also when it is: we do not know yet."},
	{"doing", false, "Nothing here says what we do about it."},
	{"genuine", false, "Nothing here says how readers can tell that it is from us. Put {{your_reference}} and {{check_address}} in."},
}

// blocks looks for the parts that no text to frightened people is without.
func (c *check) blocks() {
	must := c.Kind == KindPeople && c.Channel != ChannelSMS
	for _, n := range needed {
		if !c.wants(n.block) || c.hasBlock(n.block) {
			continue
		}
		severity := Asks
		// A text message has room for one thing only: whom to call.
		if n.stops && (must || c.Kind == KindPeople && n.block == "contact") {
			severity = Stops
		}
		c.whole("block-"+n.block, severity, n.says, blockSource)
	}
	if c.Audience == AudienceFamilies || c.First != "" {
		c.familiesFirst()
	}
}

// wants says which parts this kind of text has.
func (c *check) wants(block string) bool {
	switch c.Kind {
	case KindPeople:
		return c.Channel != ChannelSMS || block == "contact" || block == "never"
	case KindStatement, KindPoster, KindRadio:
		return slices.Contains([]string{"advice", "contact", "never"}, block) && c.Audience != AudienceAuthority
	case KindScript:
		return slices.Contains([]string{"contact", "never"}, block)
	}
	return false
}

func (c *check) hasBlock(name string) bool {
	for _, f := range c.l.Blocks[name].Find {
		if c.body.has(f.Regexp) {
			return true
		}
	}
	switch name {
	case "contact":
		return contains(c.Raw, "{{contact}}") || len(address.FindString(c.body.raw)) > 0 || telephone.MatchString(c.body.raw)
	case "genuine":
		return contains(c.Raw, "{{your_reference}}") || contains(c.Raw, "{{check_address}}")
	case "happened":
		return contains(c.Raw, "{{what_happened}}")
	}
	return false
}

// familiesFirst: whoever searches for a relative reads the first line of a letter from us as news of them.
func (c *check) familiesFirst() {
	t := c.first
	if c.First == "" {
		t = c.body
	}
	if len(t.sentences) > 0 {
		// A salutation may stand before it; aloud, somebody first makes sure to whom they speak.
		n := 2
		if c.Channel == ChannelScript && c.First == "" {
			n = 5
		}
		last := t.sentences[min(len(t.sentences), n)-1].to
		if t.part(span{0, last}, c.lang()).has(c.l.Families.Regexp) {
			return
		}
	}
	c.found = append(c.found, Finding{ID: "families-first", Severity: Stops, Field: t.field, At: -1, Source: "People who search for a relative read every letter from us as news of them (ICRC, Accompanying the Families of Missing Persons)",
		Says: "Families of missing people read this. Its first sentence has to say that it is not news of their relative."})
}
