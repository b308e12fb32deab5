package api_test

import (
	"candour/models"
	"candour/workflows/agreements"
)

// agreement waits for a second person; none of those who are called has written it.
func (w *world) agreement() {
	w.t.Helper()
	text := `id: own-matrix
name: ` + canary + `
citation: Contract 1
in_force: 2025-01-01
binds:
- by: membership
  when: {role: [controller]}
duties: []
`
	v, err := agreements.Add(w.t.Context(), w.db, models.Viewer{Account: models.NewID(), Role: models.RoleDPO},
		agreements.Draft{Kind: models.AgreementContract, Text: text, What: canary, Why: canary})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, ids := range []map[string]models.ID{w.own, w.other} {
		ids["agreement_id"], ids["version_id"] = v.RuleID, v.ID
	}
}
