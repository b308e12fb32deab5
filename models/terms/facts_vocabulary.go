package terms

// Words that describe a party; rules and files share them.
var (
	PartyRoles   = []string{"controller", "joint-controller", "processor", "host"}
	PartyKinds   = []string{"national-society", "international-organisation", "company", "public-body", "other"}
	PartySectors = []string{"humanitarian", "health", "telecom", "critical-infrastructure", "finance", "trust-service", "public", "education", "other"}
)

var factByKey = func() map[string]FactDef {
	m := make(map[string]FactDef, len(facts))
	for _, d := range facts {
		m[d.Key] = d
	}
	return m
}()

func yesNo(key, label string) FactDef  { return FactDef{Key: key, Kind: FactBool, Label: label} }
func number(key, label string) FactDef { return FactDef{Key: key, Kind: FactNumber, Label: label} }
func text(key, label string) FactDef   { return FactDef{Key: key, Kind: FactText, Label: label} }
func word(key, label string, words ...string) FactDef {
	return FactDef{Key: key, Kind: FactWord, Words: words, Label: label}
}
func words(key, label string, words ...string) FactDef {
	return FactDef{Key: key, Kind: FactWords, Words: words, Label: label}
}

// facts is the closed vocabulary. Nothing may be decided on a key that is not here, except a named fact of one regime.
var facts = []FactDef{
	words("nature", "What kind of breach is it?", "confidentiality", "integrity", "availability"),
	word("cause", "What caused it?", "ransomware", "exfiltration", "human-error", "lost-device", "mispostal",
		"social-engineering", "insider", "system-failure", "other"),
	word("actor", "Who was behind it?", "external-attacker", "insider", "thief", "impostor", "none"),
	yesNo("malicious", "Was it done on purpose?"),
	// Five states: no-indication is not no, and possible is not presumed.
	word("exfiltrated", "Were data copied or taken?", "ruled-out", "no-indication", "possible", "presumed", "confirmed"),
	word("exfiltration_evidence", "What shows whether data were taken?", "logs-conclusive-none", "malware-only-encrypts",
		"traces-can-be-erased", "inconclusive", "confirmed"),

	yesNo("encrypted_at_rest", "Were the data encrypted where they were stored?"),
	yesNo("key_compromised", "Did the key get out as well?"),
	yesNo("strong_password", "Was a strong password needed to open them?"),
	yesNo("device_powered_off", "Was the device switched off?"),
	yesNo("remote_wipe", "Was the device wiped from afar?"),
	yesNo("locked_storage", "Were they in locked storage?"),
	yesNo("intruder_as_user", "Could the intruder act as a legitimate user (encryption at rest does not protect then)?"),

	yesNo("passwords_hashed", "Were passwords stored hashed?"),
	yesNo("hash_strong", "Was the hash a strong one?"),
	yesNo("salt_compromised", "Did the salt get out as well?"),
	yesNo("usernames_pseudonymous", "Were user names pseudonyms?"),
	yesNo("email_exposed", "Were e-mail addresses exposed?"),
	yesNo("credentials_in_body", "Were user names or passwords written in the messages themselves?"),

	yesNo("backup_available", "Is there a usable backup?"),
	yesNo("paper_backup", "Is there a copy on paper?"),
	number("restore_time_hours", "After how many hours could people be served again?"),
	word("service_impact", "What did the loss mean for people?", "none", "minor", "major"),
	text("service_impact_text", "The effect on people, in words"),

	words("data_categories", "Which data are concerned?", "contact", "identification", "national-id", "financial",
		"payment-card", "credentials", "health", "location", "biometric", "children", "criminal", "humanitarian-case",
		"employment", "communications", "political", "religious", "ethnic", "sex-life", "detention", "photographs", "other"),
	yesNo("special_category", "Are there special categories of data (health, belief, origin, sex life, biometrics and the like)?"),
	text("special_category_detail", "Which special categories, in words"),
	yesNo("list_membership_sensitive", "Does being on the list alone reveal something sensitive?"),
	{Key: "subjects_kinds", Kind: FactWords, Open: true, Label: "Whose data are they?", Words: []string{
		"customers", "employees", "patients", "job-applicants", "jobseekers", "minors", "students", "course-participants",
		"detainees", "separated-families", "missing-persons", "relatives", "sought-persons", "refugees-migrants",
		"survivors-of-violence", "staff", "volunteers", "partner-organisations", "donors"}},
	yesNo("vulnerable_subjects", "Are the people in a vulnerable situation?"),
	yesNo("protected_identity", "Is anybody's identity or address officially protected?"),

	number("people_count", "How many people are concerned?"),
	yesNo("people_count_exact", "Is that number exact?"),
	text("people_count_text", "How many people, in words"),
	number("records_count", "How many records are concerned?"),
	number("recipients_count", "How many people or bodies got the data?"),

	words("recipients", "Who got the data?", "unknown-attacker", "trusted-known-recipient", "known-recipient",
		"known-recipients-many", "public", "internal"),
	yesNo("recipient_bound_by_confidentiality", "Is the recipient bound by confidentiality?"),
	yesNo("sole_recipient", "Is there only one recipient?"),
	yesNo("retrieved_or_deleted", "Were the data recovered or deleted?"),
	yesNo("deletion_confirmed_in_writing", "Was the deletion confirmed in writing?"),

	word("ease_of_identification", "How easily can people be identified from the data?", "negligible", "limited", "significant", "maximum"),
	yesNo("leaked_publicly", "Have the data been published?"),
	yesNo("actual_misuse", "Have the data been misused?"),
	yesNo("transactions_made", "Were payments or other transactions made?"),
	yesNo("exploited", "Was the weakness used by anybody?"),
	yesNo("systemic_flaw", "Is it a flaw of the whole system?"),
	yesNo("purchase_history", "Is it about what people bought?"),
	yesNo("content_fully_known", "Is it fully known what the data contain?"),
	yesNo("insider_had_access_rights", "Had the insider the right to see the data?"),
	yesNo("weak_identity_check", "Was somebody's identity checked too weakly?"),
	yesNo("first_entry_point_known", "Is it known how they got in?"),
	yesNo("serious_harm_likely", "Is serious or significant harm to people likely?"),
	number("accounts_entered", "How many accounts were entered?"),
	number("detection_delay_hours", "How many hours passed before anybody noticed?"),
	number("investigation_hours", "How many hours did the investigation take?"),
	word("medium", "On what were the data?", "paper", "e-mail", "device", "online"),

	yesNo("cross_border", "Are people in several countries concerned?"),
	number("member_states", "In how many member states of the European Economic Area?"),
	word("controllers_affected", "Is one controller concerned, or many?", "one", "many"),
	text("sender", "Who sent it"),
	text("data_detail", "The data, in words"),
	word("risk_level", "How high is the risk to people?", "none_likely", "risk", "high_risk"),
}
