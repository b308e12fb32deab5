package assessment

import (
	"candour/models"
	"candour/workflows/regimes"
)

// PartyRisk is the risk to the people of one party as the facts stand now, without running any law. It keeps nothing.
func PartyRisk(r models.Reader, incident models.Incident, party models.ID) (RiskReport, error) {
	s, err := loadSource(r, incident)
	if err != nil {
		return RiskReport{}, err
	}
	name := s.names[party]
	for _, part := range s.inputs() {
		if part.parties[name].ID != party {
			continue
		}
		in := part.Input
		in.Parties, in.Groups = nil, nil
		for _, p := range part.Parties {
			if p.Name == name {
				in.Parties = append(in.Parties, p)
			}
		}
		for _, g := range part.Groups {
			if g.Party == name {
				in.Groups = append(in.Groups, g)
			}
		}
		return Evaluate(in, &regimes.Library{}, Environment{Policy: DefaultPolicy()}).Risk, nil
	}
	return RiskReport{}, models.NotFound("Party")
}

// DischargeIn joins a command that holds the proof of an obligation itself, by the same rule as Discharge: a day that is not still to come,
// and a reference or a document.
// Errors: invalid (proof); conflict (not open, or changed meanwhile).
func DischargeIn(tx models.Tx, by models.Viewer, o models.Obligation, p Proof) error {
	if err := p.check(o, tx.Now()); err != nil {
		return err
	}
	return dischargeIn(tx, by, o, p)
}
