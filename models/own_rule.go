package models

import "candour/models/terms"

// OwnRuleKind says what an organisation binds itself by, besides law.
type OwnRuleKind string

const (
	AgreementContract OwnRuleKind = "contract"
	AgreementDonor    OwnRuleKind = "donor"
	AgreementPartner  OwnRuleKind = "partner"
	AgreementInternal OwnRuleKind = "internal-policy"
	// OwnTargets are stricter targets beside the limits of law; there is one such rule, with all of them.
	OwnTargets OwnRuleKind = "targets"
)

// AgreementKinds in the order people are shown them.
var AgreementKinds = []OwnRuleKind{AgreementContract, AgreementDonor, AgreementPartner, AgreementInternal}

// OwnTargetsCode is the code of the one rule that holds the targets.
const OwnTargetsCode = "own-targets"

// OwnRule is an agreement or the own targets; what it says is in its versions.
type OwnRule struct {
	ID        ID
	Kind      OwnRuleKind
	Code      string        // what determinations call it: own-..., as a law is called eu-gdpr
	CreatedAt terms.Instant `gorm:"autoCreateTime:false"`
	CreatedBy ID
}

// OwnRuleState of one version.
type OwnRuleState string

const (
	OwnRuleWaiting  OwnRuleState = "waiting"  // for a second person
	OwnRuleApproved OwnRuleState = "approved" // counts from the day it names
	OwnRuleDeclined OwnRuleState = "declined"
	OwnRuleReplaced OwnRuleState = "replaced" // a newer version was saved before anybody answered
)

// OwnRuleVersion is one text of an agreement or of the targets. It is never edited: old runs rest on its bytes.
type OwnRuleVersion struct {
	ID               ID
	RuleID           ID
	Number           int
	State            OwnRuleState
	Name             string
	EffectiveFrom    string // civil date, from the text
	EffectiveUntil   string // last day; empty: open
	Text             string
	Hash             string // sha256: of the text; the version a determination names
	What             string // what is different, for the changelog
	WhySealed        []byte
	WrittenBy        ID
	WrittenAt        terms.Instant
	SettledBy        *ID
	SettledAt        terms.Instant
	SettledWhySealed []byte
}

// SetWhy seals the reason of a version; Why opens it.
func (v *OwnRuleVersion) SetWhy(k *Keyring, s string) (err error) {
	v.WhySealed, err = k.SealText("own_rule_versions.why:"+v.ID, s)
	return err
}

func (v *OwnRuleVersion) Why(k *Keyring) (string, error) {
	return k.OpenText("own_rule_versions.why:"+v.ID, v.WhySealed)
}

// SettledWhy opens the reason for which a version was declined.
func (v *OwnRuleVersion) SettledWhy(k *Keyring) (string, error) {
	return k.OpenText("own_rule_versions.settled_why:"+v.ID, v.SettledWhySealed)
}

// ListAgreements gives every agreement by code; small by nature.
func ListAgreements(r Reader, v Viewer) ([]OwnRule, error) {
	if !v.Has(RightReadAgreements) {
		return []OwnRule{}, nil
	}
	return many[OwnRule](r.q().Where("kind <> ?", OwnTargets).Order("code"), "agreements")
}

// FindOwnRule finds an agreement, or the targets, that this viewer may see.
func FindOwnRule(r Reader, v Viewer, id ID) (OwnRule, error) {
	if !v.Has(RightReadAgreements) || !ValidID(id) {
		return OwnRule{}, NotFound("Agreement")
	}
	return one[OwnRule](r.q().Where("id = ?", id), "Agreement")
}

// OwnRuleByCode finds one by what determinations call it.
func OwnRuleByCode(r Reader, code string) (OwnRule, error) {
	return one[OwnRule](r.q().Where("code = ?", code), "Agreement")
}

// ListOwnRuleVersions gives the versions of one rule, newest first.
func ListOwnRuleVersions(r Reader, rule ID) ([]OwnRuleVersion, error) {
	return many[OwnRuleVersion](r.q().Where("rule_id = ?", rule).Order("number DESC"), "versions")
}

// FindOwnRuleVersion finds one version.
func FindOwnRuleVersion(r Reader, v Viewer, id ID) (OwnRuleVersion, error) {
	if !v.Has(RightReadAgreements) || !ValidID(id) {
		return OwnRuleVersion{}, NotFound("Version")
	}
	return one[OwnRuleVersion](r.q().Where("id = ?", id), "Version")
}

// OwnRuleText is an approved text with the code it belongs to.
type OwnRuleText struct {
	Code          string
	Kind          OwnRuleKind
	Name          string
	Number        int
	EffectiveFrom string
	Hash          string
	Text          string
}

// ApprovedOwnRules gives every approved version, by code, the newest first, for the rules.
func ApprovedOwnRules(r Reader) ([]OwnRuleText, error) {
	return many[OwnRuleText](r.q().Table("own_rule_versions AS v").Joins("JOIN own_rules AS o ON o.id = v.rule_id").
		Select("o.code, o.kind, v.name, v.number, v.effective_from, v.hash, v.text").Where("v.state = ?", OwnRuleApproved).
		Order("o.code, v.number DESC"), "approved agreements")
}

// OwnRuleTextByHash gives the text that an old run rests on, whatever became of it since.
func OwnRuleTextByHash(r Reader, code, hash string) (OwnRuleText, error) {
	return one[OwnRuleText](r.q().Table("own_rule_versions AS v").Joins("JOIN own_rules AS o ON o.id = v.rule_id").
		Select("o.code, o.kind, v.name, v.number, v.effective_from, v.hash, v.text").Where("o.code = ? AND v.hash = ?", code, hash).
		Order("v.number DESC").Limit(1), "Version of an agreement")
}

// IncidentsBeforeOwnRules lists the open incidents over which the rules last ran before the newest agreement or target was approved, or in
// the same second. Whether it concerns them is for the rules to say.
func IncidentsBeforeOwnRules(r Reader) ([]ID, error) {
	var out []ID
	err := r.q().Raw(`SELECT i.id FROM incidents i JOIN (SELECT incident_id, MAX(run_at) AS ran FROM assessments GROUP BY incident_id) a
		ON a.incident_id = i.id WHERE i.state = ? AND a.ran <= (SELECT MAX(settled_at) FROM own_rule_versions WHERE state = ?) ORDER BY i.id`,
		IncidentOpen, OwnRuleApproved).Scan(&out).Error
	return out, err
}

// AddOwnRule adds one; a code that is taken is a conflict.
func AddOwnRule(tx Tx, o *OwnRule) error { return insert(tx, o, "An agreement with this code") }

// AddOwnRuleVersion numbers and adds a version; one that still waited is replaced by it.
func AddOwnRuleVersion(tx Tx, v *OwnRuleVersion) error {
	var last int
	if err := tx.q().Model(&OwnRuleVersion{}).Where("rule_id = ?", v.RuleID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	err := tx.q().Model(&OwnRuleVersion{}).Where("rule_id = ? AND state = ?", v.RuleID, OwnRuleWaiting).Update("state", OwnRuleReplaced).Error
	if err != nil {
		return err
	}
	v.Number, v.State = last+1, OwnRuleWaiting
	return insert(tx, v, "A newer version of this agreement")
}

// SettleOwnRuleVersion approves or declines a version that waits; the hash binds the answer to the text that was read.
func SettleOwnRuleVersion(tx Tx, v *OwnRuleVersion, to OwnRuleState, by ID, why string) error {
	sealed, err := tx.Keys().SealText("own_rule_versions.settled_why:"+v.ID, why)
	if err != nil {
		return err
	}
	return guarded(tx.q().Model(&OwnRuleVersion{}).Where("id = ? AND state = ? AND hash = ?", v.ID, OwnRuleWaiting, v.Hash),
		map[string]any{"state": to, "settled_by": by, "settled_at": tx.Now(), "settled_why_sealed": sealed},
		"This version was answered or replaced in the meantime. Nothing was changed; read the newest version first.")
}
