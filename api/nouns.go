package api

import "github.com/gin-gonic/gin"

// nouns registers the operations, one function per file.
var nouns = []func(*Server){
	registerHealth,
	registerObligations,
	registerDrafts,
	registerFilings,
	registerAuthorities,
	registerDecisions,
	registerUnderstanding,
	registerTasks,
	registerColleagues,
	registerSchedules,
	registerSignIn,
	registerAccounts,
	registerMyDrafts,
	registerAccountChanges,
	registerStatements,
	registerEnquiries,
	registerAnswers,
	registerPublicPage,
	registerExercises,
	registerEvidence,
	registerOrganisations,
	registerContacts,
	registerIncidents,
	registerFacts,
	registerParties,
	registerProposals,
	registerDataSets,
	registerPeopleGroups,
	registerContactPlans,
	registerContactOverrides,
	registerPeople,
	registerPeopleImports,
	registerMatrix,
	registerTimeline,
	registerRegimes,
	registerAgreements,
	registerOwnTargets,
	registerCirculars,
	registerDeliveries,
}

// pages mounts the server-rendered pages that live outside /api.
var pages = []func(*Server, *gin.Engine){
	mountPublicPage,
	mountLinks,
}
