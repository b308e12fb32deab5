package models

import "slices"

// Role is what an account may be. One account has one role; a society focal point also has one society.
type Role string

const (
	RoleIncidentManager Role = "incident-manager"
	RoleDPO             Role = "data-protection-officer"
	RoleCommunications  Role = "communications"
	RoleApprover        Role = "approver"
	RoleFocalPoint      Role = "society-focal-point"
	RoleAuditor         Role = "auditor"
	RoleAdministrator   Role = "administrator"
)

// Roles in the order people are shown them.
var Roles = []Role{RoleIncidentManager, RoleDPO, RoleCommunications, RoleApprover, RoleFocalPoint, RoleAuditor, RoleAdministrator}

// Right is one thing an operation may ask for. Writing, closing, approving, sending and exporting are separate on purpose.
type Right string

const (
	RightOwnAccount     Right = "own-account"        // sign out, change own password
	RightReadIncidents  Right = "read-incidents"     // incidents, facts, parties, groups, decisions, clocks, texts (focal point: own society's)
	RightOpenIncident   Right = "open-incident"      // open, correct the header
	RightCloseIncident  Right = "close-incident"     //
	RightWriteFacts     Right = "write-facts"        // facts, times, parties, data sets, groups
	RightImportPeople   Right = "import-people"      //
	RightReadPeople     Right = "read-people"        // open a person (focal point: own society's)
	RightAssess         Right = "assess"             // set the risk level of a group, run the rules
	RightConfirm        Right = "confirm-decision"   // confirm a determination, discharge an obligation with proof
	RightWaive          Right = "waive-obligation"   // waive with a reason
	RightOverrule       Right = "overrule-decision"  // propose an overruling, or be its second person
	RightWriteTasks     Right = "write-tasks"        //
	RightDraftTexts     Right = "draft-texts"        // circulars, statements: draft and submit
	RightApproveTexts   Right = "approve-texts"      // never own work
	RightSignStep       Right = "sign-approvals"     // be a step of a chain of approvals, when it is the turn of one's role
	RightSignLanguage   Right = "sign-translations"  // say that a language is right; never of what one typed
	RightRequestSending Right = "request-sending"    //
	RightApproveSending Right = "approve-sending"    // never own request
	RightStopSending    Right = "stop-sending"       // pause or stop what is on its way to people; anybody who sees harm
	RightReportSending  Right = "report-sending"     // say what became of an uncertain message; a second person agrees
	RightPublish        Right = "publish-statements" //
	RightReadOutbox     Right = "read-outbox"        // exercise messages, and the state of real ones
	RightAcknowledge    Right = "acknowledge"        // answer for the own society, signed in
	RightTakeEnquiries  Right = "take-enquiries"     // log what people ask, call them back, open what they left (focal point: asked of the own society)
	RightReadContact    Right = "read-contact-plans" // how people can be told safely (focal point: own society's)
	RightWriteContact   Right = "set-contact-plans"  //
	RightAskOverride    Right = "ask-override"       // a protection officer asks to reach somebody against a rule
	RightAgreeOverride  Right = "approve-override"   // be the second person; never for an own one
	RightPropose        Right = "propose-facts"      // a society proposes facts about itself
	RightAdapt          Right = "adapt-notices"      // a society words the marked places of a notice for its own people
	RightSignAdapted    Right = "sign-adaptations"   // somebody else of the society signs them; the centre's approver where it has one person only
	RightReadDirectory  Right = "read-directory"     // societies, authorities, rules of law
	RightWriteDirectory Right = "write-directory"    //
	RightManageAccounts Right = "manage-accounts"    //
	RightConfirmAccount Right = "confirm-accounts"   // be the second person for an account; never for an own request
	RightManageSettings Right = "manage-settings"    //
	RightReadAgreements Right = "read-agreements"    // contracts, donors' and partners' terms, own targets: not for societies
	RightWriteAgreement Right = "write-agreements"   // save a version; it counts when somebody else approves it
	RightApproveOwnRule Right = "approve-agreements" // never a version one has written
	RightVerifyRecord   Right = "verify-record"      // walk the event chains
	RightWorkLists      Right = "work-lists"         // lists of letters, calls and visits; what a society reports (focal point: own society's)
	RightAgreeExport    Right = "approve-exports"    // be the second person for a list that leaves as a file; never for an own request
	RightBroadcast      Right = "record-broadcasts"  // radio, posters, community leaders
	RightCorrectPeople  Right = "correct-people"     // correct an address, which sends again to that person only
	RightComment        Right = "comment"            // speak beside a thing one may read, and call colleagues there
	RightWriteTimeline  Right = "write-timeline"     // write by hand what no command has recorded
	RightReadLetters    Right = "read-letters"       // correspondence with outsiders; never a society
	RightWriteLetters   Right = "write-letters"      // write to them, and keep what they write
	RightReadRecord     Right = "read-record"        // the timeline of an incident
	RightExportEvidence Right = "export-evidence"    //
	RightExportDossier  Right = "export-dossiers"    // ask for a dossier and take it out; the register as a file
	RightImportRegister Right = "import-register"    // bring in a register that was kept before
)

var rightsOf = map[Role][]Right{
	RoleIncidentManager: {RightOwnAccount, RightComment, RightWriteTimeline, RightReadLetters, RightWriteLetters, RightReadIncidents, RightSignStep, RightSignLanguage, RightOpenIncident, RightCloseIncident, RightWriteFacts, RightImportPeople, RightReadPeople, RightAssess, RightConfirm,
		RightOverrule, RightWriteTasks, RightRequestSending, RightReportSending, RightReadOutbox, RightReadDirectory, RightWriteDirectory, RightReadRecord, RightPublish,
		RightTakeEnquiries, RightReadAgreements, RightWriteAgreement, RightApproveOwnRule, RightReadContact, RightWriteContact, RightAgreeOverride,
		RightWorkLists, RightAgreeExport, RightBroadcast, RightCorrectPeople, RightStopSending, RightExportDossier, RightImportRegister},
	RoleDPO: {RightOwnAccount, RightComment, RightWriteTimeline, RightReadLetters, RightWriteLetters, RightReadIncidents, RightSignStep, RightSignLanguage, RightReadPeople, RightAssess, RightConfirm, RightWaive, RightOverrule, RightWriteTasks, RightReadDirectory, RightReadRecord, RightReadOutbox, RightConfirmAccount,
		RightTakeEnquiries, RightReadAgreements, RightWriteAgreement, RightApproveOwnRule, RightReadContact, RightWriteContact, RightAskOverride, RightAgreeOverride,
		RightWorkLists, RightAgreeExport, RightCorrectPeople, RightStopSending, RightExportDossier, RightImportRegister},
	RoleCommunications: {RightOwnAccount, RightComment, RightWriteTimeline, RightReadLetters, RightWriteLetters, RightReadIncidents, RightDraftTexts, RightSignStep, RightSignLanguage, RightPublish, RightWriteTasks, RightReadDirectory, RightReadOutbox, RightReadRecord, RightReadAgreements, RightBroadcast, RightStopSending},
	RoleApprover:       {RightOwnAccount, RightComment, RightReadLetters, RightReadIncidents, RightApproveTexts, RightSignStep, RightSignLanguage, RightApproveSending, RightReportSending, RightReadDirectory, RightReadOutbox, RightReadRecord, RightReadAgreements, RightReadContact, RightAgreeExport, RightStopSending, RightSignAdapted},
	RoleFocalPoint: {RightOwnAccount, RightComment, RightReadIncidents, RightReadPeople, RightReadContact, RightAcknowledge, RightPropose, RightTakeEnquiries, RightReadDirectory,
		RightWorkLists, RightBroadcast, RightCorrectPeople, RightAdapt, RightSignAdapted},
	RoleAuditor:       {RightOwnAccount, RightReadLetters, RightReadIncidents, RightReadDirectory, RightReadOutbox, RightVerifyRecord, RightReadRecord, RightExportEvidence, RightReadAgreements, RightExportDossier},
	RoleAdministrator: {RightOwnAccount, RightReadDirectory, RightWriteDirectory, RightManageAccounts, RightConfirmAccount, RightManageSettings, RightVerifyRecord},
}

// Has says whether the role holds the right.
func (r Role) Has(x Right) bool { return slices.Contains(rightsOf[r], x) }

// Rights lists what the role holds, for the page to show and hide.
func (r Role) Rights() []Right { return rightsOf[r] }

// Viewer is who looks. Every query that a person can reach takes one, so that no page can forget who may see what.
type Viewer struct {
	Account   ID
	Role      Role
	SocietyID ID // only of a focal point
	Session   ID
	Language  string
}

// Actor is the viewer as the record names them.
func (v Viewer) Actor() Actor { return Actor{Kind: "account", ID: v.Account} }

// Has says whether the viewer's role holds the right.
func (v Viewer) Has(x Right) bool { return v.Role.Has(x) }

// onlySociety is the society this viewer is confined to; false for staff.
func (v Viewer) onlySociety() (ID, bool) { return v.SocietyID, v.Role == RoleFocalPoint }
