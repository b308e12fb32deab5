package directory

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"candour/models"
)

//go:embed societies.csv
var societies string

// Headquarters of the Movement. They are bound by their own rules; the bases of immunity are public treaties and statutes.
var headquarters = []models.Organisation{
	{Kind: models.KindHeadquarters, Name: "International Committee of the Red Cross", Country: "CH", CountryName: "Switzerland", Region: "", Emblem: "red-cross",
		Languages: models.JSONOf([]string{"en", "fr", "es", "ar"}), Timezone: "Europe/Zurich",
		Immunity: "Agreement of 19 March 1993 with the Swiss Federal Council (SR 0.192.122.50), and headquarters and status agreements elsewhere"},
	{Kind: models.KindHeadquarters, Name: "International Federation of Red Cross and Red Crescent Societies", Country: "CH", CountryName: "Switzerland", Emblem: "red-cross",
		Languages: models.JSONOf([]string{"en", "fr", "es", "ar"}), Timezone: "Europe/Zurich",
		Immunity: "Agreement of 29 November 1996 with the Swiss Federal Council (SR 0.192.122.51), and status agreements elsewhere"},
}

// delegations are the five regional offices of the IFRC, one for each region that the directory names: who is asked when a society of the
// region stays silent. They come without contacts; whoever runs the product enters them.
var delegations = []models.Organisation{
	{Name: "IFRC Regional Office for Africa", Country: "KE", CountryName: "Kenya", Region: "africa", Languages: models.JSONOf([]string{"en", "fr"}), Timezone: "Africa/Nairobi"},
	{Name: "IFRC Regional Office for the Americas", Country: "PA", CountryName: "Panama", Region: "americas", Languages: models.JSONOf([]string{"es", "en"}), Timezone: "America/Panama"},
	{Name: "IFRC Regional Office for Asia Pacific", Country: "MY", CountryName: "Malaysia", Region: "asia-pacific", Languages: models.JSONOf([]string{"en"}), Timezone: "Asia/Kuala_Lumpur"},
	{Name: "IFRC Regional Office for Europe and Central Asia", Country: "HU", CountryName: "Hungary", Region: "europe-central-asia", Languages: models.JSONOf([]string{"en"}), Timezone: "Europe/Budapest"},
	{Name: "IFRC Regional Office for the Middle East and North Africa", Country: "LB", CountryName: "Lebanon", Region: "middle-east-north-africa", Languages: models.JSONOf([]string{"ar", "en", "fr"}), Timezone: "Asia/Beirut"},
}

// builtIn reads the directory that comes with the product.
func builtIn() ([]models.Organisation, error) {
	rows, err := csv.NewReader(strings.NewReader(societies)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("built-in directory: %w", err)
	}
	want := []string{"name_en", "emblem", "country_iso2", "country_name", "official_languages", "timezone", "ifrc_region"}
	if len(rows) == 0 || !slices.Equal(rows[0], want) {
		return nil, fmt.Errorf("built-in directory: the columns are not %s", strings.Join(want, ", "))
	}
	out := slices.Clone(headquarters)
	for _, d := range delegations {
		d.Kind, d.Emblem = models.KindDelegation, "red-cross"
		out = append(out, d)
	}
	for _, c := range rows[1:] {
		out = append(out, models.Organisation{Kind: models.KindSociety, Name: c[0], Emblem: c[1], Country: c[2], CountryName: c[3],
			Languages: models.JSONOf(strings.Split(c[4], ";")), Timezone: c[5], Region: c[6]})
	}
	for i := range out {
		out[i].ID, out[i].BuiltIn = models.NewID(), true
	}
	return out, nil
}

// SeedDirectory puts the built-in directory in, once: where it already is, nothing is touched, so that no edit is ever overwritten and
// nothing that was archived comes back. Several nodes may call it at the same time.
func SeedDirectory(ctx context.Context, db *models.DB) error {
	if there, err := models.HasBuiltIn(db.View(ctx)); err != nil || there {
		return err
	}
	entries, err := builtIn()
	if err != nil {
		return err
	}
	err = db.Command(ctx, models.Act{By: models.System, Operation: "seed-directory"}, func(tx models.Tx) error {
		if there, err := models.HasBuiltIn(tx); err != nil || there {
			return err
		}
		if err := tx.Details(map[string]int{"added": len(entries)}); err != nil {
			return err
		}
		return models.AddOrganisations(tx, entries)
	})
	if err == nil {
		return nil
	}
	// The other node was faster and the unique names refused ours: its directory is the same as ours.
	if there, again := models.HasBuiltIn(db.View(ctx)); again == nil && there {
		return nil
	}
	return fmt.Errorf("put the built-in directory in: %w", err)
}
