package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// Replay runs the rules again over exactly what an old run was given. It says whether the answer is the same, byte for byte, or names the
// packs that have changed since: then the program that made the run has to replay it.
//
// Agreements and own targets are read back by their hashes, so that a run replays after they have changed.
func Replay(r models.Reader, a models.Assessment, law *regimes.Library) (same bool, changed []string, err error) {
	ours, err := ownRulesOf(r, a)
	if err != nil {
		return false, nil, err
	}
	lib := ours.library(law)
	for id, version := range a.Packs.V {
		pack, ok := lib.Find(id)
		if !ok || pack.Version != version {
			changed = append(changed, id)
		}
	}
	now, err := environment(ours)
	if err != nil {
		return false, nil, err
	}
	for name, version := range a.Environment.V {
		if now[name] != version {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	if len(changed) > 0 {
		return false, changed, nil
	}
	given, err := models.Unpack(a.Input)
	if err != nil {
		return false, nil, fmt.Errorf("unpack what run %d was given: %w", a.Number, err)
	}
	var inputs []Input
	if err := json.Unmarshal(given, &inputs); err != nil {
		return false, nil, fmt.Errorf("read what run %d was given: %w", a.Number, err)
	}
	results, env := make([]Result, 0, len(inputs)), ours.environment().shared(lib)
	for _, in := range inputs {
		results = append(results, Evaluate(in.restored(), lib, env))
	}
	result, err := json.Marshal(results)
	if err != nil {
		return false, nil, err
	}
	sum := sha256.Sum256(result)
	return "sha256:"+hex.EncodeToString(sum[:]) == a.ResultHash, nil, nil
}

// restored gives the facts the types they had before they were written down: JSON knows no list of words.
func (in Input) restored() Input {
	in.Facts = in.Facts.restored()
	for i := range in.Groups {
		in.Groups[i].Facts = in.Groups[i].Facts.restored()
	}
	return in
}

func (f FactSet) restored() FactSet {
	out := make(FactSet, len(f))
	for k, v := range f {
		out[k] = v
		if list, isList := v.([]any); isList {
			out[k], _ = terms.WordList(list)
		}
	}
	return out
}
