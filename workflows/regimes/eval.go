package regimes

import "candour/models/terms"

// Eval answers the condition with Kleene's three-valued logic.
func (c Condition) Eval(f Context) Finding {
	return Finding{Answer: terms.Unknown}
}
