package assessment

import (
	"candour/models"
	"candour/workflows/regimes"
)

// PartyRisks answers for one party after the other how high the risk to its people is as the facts stand now, without running any law. The
// incident is read once; nothing is kept.
func PartyRisks(r models.Reader, incident models.Incident) (func(party models.ID) (RiskReport, error), error) {
	s, err := loadSource(r, incident)
	if err != nil {
		return nil, err
	}
	parts := s.inputs()
	return func(party models.ID) (RiskReport, error) {
		name := s.names[party]
		for _, part := range parts {
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
	}, nil
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
