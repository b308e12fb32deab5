package collaboration

import (
	"candour/models"
)

// Shown is a comment with the words that count now and whom it calls.
type Shown struct {
	models.Comment
	Text     string
	EditedAt models.CommentVersion
	Mentions []models.ID
}

// List gives the comments on one thing, or on everything of the incident this viewer may read when no kind is given; oldest first.
func List(r models.Reader, v models.Viewer, incident models.ID, kind models.ThingKind, thing models.ID) ([]Shown, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	var all []models.Comment
	var err error
	if kind != "" {
		in, err := models.ThingOf(r, v, kind, thing)
		if err != nil {
			return nil, err
		}
		if in != incident {
			return nil, models.NotFound("What the comment is about")
		}
		if all, err = models.CommentsOn(r, incident, kind, thing); err != nil {
			return nil, err
		}
	} else if all, err = readable(r, v, incident); err != nil {
		return nil, err
	}
	return shown(r, all)
}

// readable leaves out comments on what the viewer may not read; each thing is asked for once.
func readable(r models.Reader, v models.Viewer, incident models.ID) ([]models.Comment, error) {
	all, err := models.CommentsOf(r, incident)
	if err != nil {
		return nil, err
	}
	type thing struct {
		kind models.ThingKind
		id   models.ID
	}
	may, out := map[thing]bool{}, []models.Comment{}
	for _, c := range all {
		x := thing{c.ThingKind, c.ThingID}
		ok, asked := may[x]
		if !asked {
			in, err := models.ThingOf(r, v, x.kind, x.id)
			if err != nil && !models.IsKind(err, models.KindNotFound) {
				return nil, err
			}
			ok = err == nil && in == incident
			may[x] = ok
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

func shown(r models.Reader, all []models.Comment) ([]Shown, error) {
	words, err := models.NewestVersions(r, all)
	if err != nil {
		return nil, err
	}
	called, err := models.MentionsIn(r, all)
	if err != nil {
		return nil, err
	}
	out := make([]Shown, 0, len(all))
	for _, c := range all {
		v := words[c.ID]
		text, err := v.Text(r.Keys())
		if err != nil {
			return nil, err
		}
		out = append(out, Shown{Comment: c, Text: text, EditedAt: v, Mentions: called[c.ID]})
	}
	return out, nil
}

// Called gives the comments an account was called to and has not looked at yet, newest first, where it may still read them.
func Called(r models.Reader, v models.Viewer) ([]Shown, error) {
	mine, err := models.MentionsOf(r, v.Account)
	if err != nil {
		return nil, err
	}
	all := []models.Comment{}
	for _, m := range mine {
		c, err := models.FindComment(r, v, m.CommentID)
		if models.IsKind(err, models.KindNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return shown(r, all)
}

// Mentionable gives who can be called to a thing: everybody who may read it and can sign in.
func Mentionable(r models.Reader, v models.Viewer, incident models.ID, kind models.ThingKind, thing models.ID) ([]models.Account, error) {
	in, err := models.ThingOf(r, v, kind, thing)
	if err != nil {
		return nil, err
	}
	if in != incident {
		return nil, models.NotFound("What the comment is about")
	}
	all, err := models.AccountsOfRoles(r, models.Roles...)
	if err != nil {
		return nil, err
	}
	out := []models.Account{}
	for _, a := range all {
		_, err := models.ThingOf(r, a.Viewer(""), kind, thing)
		if err != nil && !models.IsKind(err, models.KindNotFound) {
			return nil, err
		}
		if err == nil {
			out = append(out, a)
		}
	}
	return out, nil
}
