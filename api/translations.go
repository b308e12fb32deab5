package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/notices"
	"candour/workflows/translation"
)

// TranslatedLanguage is one language of a piece in a list.
type TranslatedLanguage struct {
	Language  string `json:"language"`
	State     string `json:"state" enum:"source,ready,settled,excluded,open" doc:"ready: every paragraph ships with the product and nobody changed one."`
	Current   int    `json:"current" doc:"Paragraphs made from exactly the source that stands there."`
	Stale     int    `json:"stale" doc:"Paragraphs whose source has changed since."`
	Unchecked int    `json:"unchecked" doc:"Paragraphs typed in the editor: nobody has said which source they were made from."`
	Missing   int    `json:"missing"`
	Broken    int    `json:"broken" doc:"Paragraphs with a placeholder missing or one too many."`
	Left      int    `json:"left" doc:"Paragraphs that translate nothing any more."`
	Void      bool   `json:"void" doc:"It was signed off, and something changed since."`
}

// TranslatedPiece is one text or notice with its languages.
type TranslatedPiece struct {
	ID        string               `json:"id"`
	Kind      string               `json:"kind" doc:"people, circular, statement, answer or another kind of text."`
	Title     string               `json:"title"`
	State     string               `json:"state"`
	Source    string               `json:"source" doc:"Language it is first written in."`
	Fixed     bool                 `json:"fixed" doc:"On its way or withdrawn: its words cannot be changed any more."`
	Approved  bool                 `json:"approved" doc:"The source stands: a translation can be signed off against it."`
	Languages []TranslatedLanguage `json:"languages" nullable:"false"`
}

// TranslationList is every piece of an incident that can be translated.
type TranslationList struct {
	Items []TranslatedPiece `json:"items" nullable:"false"`
}

// TranslationRow is one paragraph beside its translation.
type TranslationRow struct {
	Place  string   `json:"place" doc:"Field of the piece."`
	Hash   string   `json:"hash" doc:"Check value of the source paragraph; a translation is bound to it."`
	Source string   `json:"source"`
	Target string   `json:"target"`
	State  string   `json:"state" enum:"current,stale,unchecked,missing"`
	Was    string   `json:"was,omitempty" doc:"What the source said when this was translated."`
	Faults []string `json:"faults" nullable:"false" doc:"Placeholders that are not handed on."`
	Ready  bool     `json:"ready" doc:"Ships with the product, unchanged."`
	By     string   `json:"by,omitempty"`
	At     Moment   `json:"at"`
}

// KeptTranslation is a paragraph that is in no text: nothing that came in is lost.
type KeptTranslation struct {
	Place  string `json:"place"`
	Source string `json:"source"`
	Target string `json:"target"`
	Why    string `json:"why"`
	At     Moment `json:"at"`
}

// TranslationView is one language of a piece, paragraph by paragraph.
type TranslationView struct {
	TranslatedPiece
	Language  string            `json:"language"`
	Standing  string            `json:"standing" enum:"source,ready,settled,excluded,open"`
	Rows      []TranslationRow  `json:"rows" nullable:"false"`
	Extra     []string          `json:"extra" nullable:"false" doc:"Paragraphs of this language that translate nothing; saving moves them to what is kept."`
	Kept      []KeptTranslation `json:"kept" nullable:"false"`
	Arranged  bool              `json:"arranged" doc:"Order and layout are those of the source; saving without any paragraph arranges them."`
	Hash      string            `json:"hash" doc:"Check value of source and translation; a sign-off names it."`
	SignedBy  string            `json:"signed_by,omitempty"`
	SignedAt  Moment            `json:"signed_at"`
	LeftOutBy string            `json:"left_out_by,omitempty"`
	LeftOutAt Moment            `json:"left_out_at"`
	Why       string            `json:"why,omitempty"`
	TypedByMe bool              `json:"typed_by_me" doc:"I may have typed some of it, so I cannot sign it off."`
}

// TranslationPath names one language of a piece.
type TranslationPath struct {
	ID       string `path:"piece_id" doc:"The notice, or the text in the language it was first written in."`
	Language string `path:"language" maxLength:"36"`
}

type translationGiven struct {
	Place  string `json:"place" maxLength:"20"`
	Hash   string `json:"hash" maxLength:"64" doc:"Of the source it was made from."`
	Target string `json:"target" maxLength:"48000"`
	Was    string `json:"was" maxLength:"48000" doc:"The translation it started from, empty when there was none."`
}

// ImportedView is the account of a file: every line of it is in one of the results.
type ImportedView struct {
	Lines []ImportedLine `json:"lines" nullable:"false"`
	Count map[string]int `json:"count" doc:"How many lines of each result."`
}

// ImportedLine is one line of a file and what became of it.
type ImportedLine struct {
	Unit   string `json:"unit"`
	Place  string `json:"place,omitempty"`
	Source string `json:"source"`
	Target string `json:"target"`
	Result string `json:"result" enum:"accepted,unchanged,empty,stale,broken,unknown,conflict,duplicate"`
	Detail string `json:"detail,omitempty"`
}

type translationFile struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func registerTranslations(s *Server) {
	tags := []string{"Translations"}
	const path = "/translations/{piece_id}/{language}"
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	read(s, Operation{ID: "list-translations", Path: "/incidents/{incident_id}/translations", Summary: "What is written in several languages, and how far each language is.", Right: models.RightReadIncidents, Tags: tags}, listTranslations)
	read(s, Operation{ID: "show-translation", Path: path, Summary: "One language of a piece beside its source, paragraph by paragraph.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *TranslationPath) (*struct{ Body TranslationView }, error) {
			out, err := viewTranslation(r, v, in.ID, in.Language)
			return &struct{ Body TranslationView }{out}, err
		})
	act(s, Operation{ID: "save-translation", Method: http.MethodPut, Path: path, Summary: "Hand in paragraphs, each bound to its source; without any, the language is put in the order of the source.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TranslationPath
			Body struct {
				Paragraphs []translationGiven `json:"paragraphs" nullable:"false" maxItems:"500"`
			}
		}) (*struct{ Body Empty }, error) {
			given := make([]translation.Given, len(in.Body.Paragraphs))
			for i, p := range in.Body.Paragraphs {
				given[i] = translation.Given(p)
			}
			return done(translation.Save(ctx, db, v, in.ID, in.Language, given, notices.WriteLanguage))
		})
	act(s, Operation{ID: "sign-off-translation", Path: path + "/sign-off", Summary: "Say that a language is right, to the byte; never of what one typed.", Right: models.RightSignLanguage, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TranslationPath
			Body struct {
				Hash string `json:"hash" maxLength:"64" doc:"hash of what I have read."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(translation.SignOff(ctx, db, v, in.ID, in.Language, in.Body.Hash))
		})
	act(s, Operation{ID: "exclude-language", Path: path + "/exclusion", Summary: "Leave a language out by name, with a reason.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TranslationPath
			Body struct {
				Reason string `json:"reason" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(translation.Exclude(ctx, db, v, in.ID, in.Language, in.Body.Reason))
		})
	act(s, Operation{ID: "include-language", Path: path + "/inclusion", Summary: "Take a language in again that was left out.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *TranslationPath) (*struct{ Body Empty }, error) {
			return done(translation.Include(ctx, db, v, in.ID, in.Language))
		})
	act(s, Operation{ID: "export-translation", Path: path + "/export", Summary: "A file for an outside translator: XLIFF 2.1 or a table. That the words left the house stands in the record.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TranslationPath
			Body struct {
				Format string `json:"format" enum:"xliff,csv"`
			}
		}) (*translationFile, error) {
			b, err := translation.Export(ctx, db, v, in.ID, in.Language, in.Body.Format)
			kind, ending := "application/xliff+xml", "xlf"
			if in.Body.Format == translation.CSV {
				kind, ending = "text/csv; charset=utf-8", "csv"
			}
			return &translationFile{kind, `attachment; filename="translation.` + ending + `"`, b}, err
		})
	act(s, Operation{ID: "import-translation", Path: path + "/import", Summary: "Bring a translated file in (XLIFF 2 or a table, as exported). Every line is accounted for; what does not fit is kept.", Right: models.RightDraftTexts, Tags: tags,
		MaxBody: translation.FileLimit + 1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			TranslationPath
			Over    bool `query:"over" doc:"Write over what was translated here after the file went out."`
			RawBody []byte
		}) (*struct{ Body ImportedView }, error) {
			done, err := translation.Import(ctx, db, v, in.ID, in.Language, in.RawBody, in.Over, notices.WriteLanguage)
			out := ImportedView{Lines: []ImportedLine{}, Count: done.Count}
			for _, l := range done.Lines {
				out.Lines = append(out.Lines, ImportedLine(l))
			}
			return &struct{ Body ImportedView }{out}, err
		})
}

func listTranslations(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body TranslationList }, error) {
	if _, err := models.FindIncident(r, v, in.ID); err != nil {
		return nil, err
	}
	all, err := translation.List(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body TranslationList }{TranslationList{[]TranslatedPiece{}}}
	for _, p := range all {
		x, err := viewPiece(r, p)
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

func viewPiece(r models.Reader, p translation.Piece) (TranslatedPiece, error) {
	out := TranslatedPiece{ID: p.ID, Kind: p.Kind, Title: p.Title, State: p.State, Source: p.Source, Fixed: p.Fixed, Approved: p.Approved, Languages: []TranslatedLanguage{}}
	all, err := p.Languages(r)
	for _, l := range all {
		out.Languages = append(out.Languages, TranslatedLanguage{Language: l.Code, State: l.State, Current: l.Count[translation.Current], Stale: l.Count[translation.Stale],
			Unchecked: l.Count[translation.Unchecked], Missing: l.Count[translation.Missing], Broken: l.Broken, Left: len(l.Extra), Void: l.Void})
	}
	return out, err
}

func viewTranslation(r models.Reader, v models.Viewer, id, code string) (TranslationView, error) {
	out := TranslationView{Language: code, Rows: []TranslationRow{}, Extra: []string{}, Kept: []KeptTranslation{}}
	p, err := translation.Find(r, v, id)
	if err != nil {
		return out, err
	}
	if _, err := models.FindIncident(r, v, p.IncidentID); err != nil {
		return out, err
	}
	if out.TranslatedPiece, err = viewPiece(r, p); err != nil {
		return out, err
	}
	l, err := p.Language(r, code)
	if err != nil {
		return out, err
	}
	var ids []models.ID
	for _, row := range l.Rows {
		ids = append(ids, row.By)
	}
	for _, who := range []*models.ID{l.SignedBy, l.Excluded} {
		if who != nil {
			ids = append(ids, *who)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return out, err
	}
	for _, x := range l.Rows {
		out.Rows = append(out.Rows, TranslationRow{Place: x.Place, Hash: x.Source.Hash, Source: x.Source.Text, Target: x.Target, State: string(x.State), Was: x.Was,
			Faults: append([]string{}, x.Faults...), Ready: x.Ready, By: names[x.By], At: at(x.At)})
	}
	for _, k := range l.Kept {
		out.Kept = append(out.Kept, KeptTranslation{k.Place, k.Source, k.Target, k.Why, at(k.At)})
	}
	out.Standing, out.Extra, out.Arranged, out.Hash, out.Why = l.State, append(out.Extra, l.Extra...), l.Arranged, l.Hash, l.Why
	if l.State == translation.IsSettled {
		out.SignedBy, out.SignedAt = names[*l.SignedBy], at(l.SignedAt)
	}
	if l.Excluded != nil {
		out.LeftOutBy, out.LeftOutAt = names[*l.Excluded], at(l.At)
	}
	out.TypedByMe = p.TypedBy(l, v.Account)
	return out, nil
}
