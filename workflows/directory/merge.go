package directory

import (
	"errors"

	"candour/models"
)

// merge brings rows of a table into the directory, inside one command.
type merge struct {
	tx       models.Tx
	report   *Report
	entries  map[string]*models.Organisation // by kind and name
	contacts map[models.ID][]models.Contact
	state    map[models.ID]string // what this import did to an entry: added, changed, unchanged
	said     map[string]string    // organisation and column -> what an earlier row of this file said
}

func entryKey(kind models.OrganisationKind, name string) string { return string(kind) + "\x00" + name }

func newMerge(tx models.Tx, report *Report) (*merge, error) {
	m := &merge{tx: tx, report: report, entries: map[string]*models.Organisation{}, contacts: map[models.ID][]models.Contact{},
		state: map[models.ID]string{}, said: map[string]string{}}
	entries, err := models.LoadDirectory(tx)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		m.entries[entryKey(entries[i].Kind, entries[i].Name)] = &entries[i]
	}
	contacts, err := models.LoadContacts(tx)
	for _, c := range contacts {
		m.contacts[c.OrganisationID] = append(m.contacts[c.OrganisationID], c)
	}
	return m, err
}

// shown tells a row's fault from one of ours.
func (m *merge) shown(row tableRow, prefix string, err error) error {
	var e *models.Error
	if !errors.As(err, &e) {
		return err
	}
	column := ""
	if len(e.Fields) > 0 {
		column = prefix + e.Fields[0].Name
	}
	m.report.fail(row.line, column, e.Detail)
	return nil
}

func (m *merge) row(row tableRow) error {
	o, err := m.organisation(row)
	if err != nil || o == nil {
		return err
	}
	for _, c := range contactFields {
		if row.cells[c] != "" {
			return m.contact(row, o)
		}
	}
	return nil
}

func (m *merge) organisation(row tableRow) (*models.Organisation, error) {
	probe := models.Organisation{Kind: models.OrganisationKind(row.cells["kind"]), Name: row.cells["name"]}
	if m.contradicts(row) {
		return nil, nil
	}
	was, there := m.entries[entryKey(probe.Kind, probe.Name)]
	now := probe
	if there {
		now = *was
	}
	for _, f := range fields {
		if s, said := row.cells[f.column]; said {
			f.set(&now, s)
		}
	}
	if err := check(&now); err != nil {
		return nil, m.shown(row, "", err)
	}
	if !there {
		now.ID = models.NewID()
		if err := models.AddOrganisation(m.tx, &now); err != nil {
			return nil, err
		}
		m.report.Added++
		m.state[now.ID], m.entries[entryKey(now.Kind, now.Name)] = "added", &now
		return &now, nil
	}
	differs := len(changed(*was, now)) > 0 || was.Archived
	if differs {
		now.Archived = false // a file that names an archived entry brings it back
		if err := models.SaveOrganisation(m.tx, &now); err != nil {
			return nil, err
		}
		*was = now
	}
	switch before := m.state[was.ID]; {
	case before == "" && differs:
		m.report.Changed++
		m.state[was.ID] = "changed"
	case before == "":
		m.report.Unchanged++
		m.state[was.ID] = "unchanged"
	case before == "unchanged" && differs:
		m.report.Unchanged--
		m.report.Changed++
		m.state[was.ID] = "changed"
	}
	return was, nil
}

// contradicts finds two rows of one file that say different things about the same entry: which of them is right, only a person knows.
func (m *merge) contradicts(row tableRow) bool {
	key := entryKey(models.OrganisationKind(row.cells["kind"]), row.cells["name"])
	for _, f := range fields {
		s, said := row.cells[f.column]
		if !said {
			continue
		}
		if before, twice := m.said[key+"\x00"+f.column]; twice && before != s {
			m.report.fail(row.line, f.column, "An earlier row of this file says something else about the same organisation. Make them agree.")
			return true
		}
		m.said[key+"\x00"+f.column] = s
	}
	return false
}

func (m *merge) contact(row tableRow, o *models.Organisation) error {
	e := ContactEntry{Role: row.cells["contact_role"], Name: row.cells["contact_name"], Email: row.cells["contact_email"],
		Telephone: row.cells["contact_telephone"], Language: row.cells["contact_language"]}
	var err error
	if e.Position, err = positionOf(row.cells["contact_position"]); err != nil {
		return m.shown(row, "contact_", err)
	}
	if err := e.check(o.Country); err != nil {
		return m.shown(row, "contact_", err)
	}
	k := m.tx.Keys()
	for i := range m.contacts[o.ID] {
		c := &m.contacts[o.ID][i]
		was, err := EntryOf(k, c)
		if err != nil {
			return err
		}
		if !sameContact(was, e) {
			continue
		}
		next := was
		if row.cells["contact_role"] != "" {
			next.Role = e.Role
		}
		if row.cells["contact_position"] != "" {
			next.Position = e.Position
		}
		for _, f := range []struct {
			to   *string
			from string
		}{{&next.Name, e.Name}, {&next.Email, e.Email}, {&next.Telephone, e.Telephone}, {&next.Language, e.Language}} {
			if f.from != "" {
				*f.to = f.from
			}
		}
		if next == was {
			m.report.ContactsUnchanged++
			return nil
		}
		if err := next.put(k, c); err != nil {
			return err
		}
		m.report.ContactsChanged++
		return models.SaveContact(m.tx, c)
	}
	c := models.Contact{ID: models.NewID(), OrganisationID: o.ID}
	if err := e.put(k, &c); err != nil {
		return err
	}
	if err := models.AddContact(m.tx, &c); err != nil {
		return err
	}
	m.contacts[o.ID] = append(m.contacts[o.ID], c)
	m.report.ContactsAdded++
	return nil
}

// sameContact: the e-mail address names a person; without one, role and order do.
func sameContact(was, e ContactEntry) bool {
	if e.Email != "" && was.Email != "" {
		return models.NormalEmail(was.Email) == models.NormalEmail(e.Email)
	}
	if e.Email == "" && was.Email == "" && e.Name != "" && was.Name != "" && e.Name != was.Name {
		return false
	}
	return was.Role == e.Role && was.Position == e.Position && (e.Email == "" || was.Name == e.Name)
}
