package terms

// Vulnerabilities are reasons why a group of people can be harmed more than others by the same breach, or told less easily.
var Vulnerabilities = []string{"minors", "detained", "separated-family", "missing-relatives", "displaced", "survivors-of-violence", "persecuted",
	"armed-conflict", "protected-identity", "ill-or-disabled", "older-people", "undocumented"}
