// Package planted is PURE: it finds the value of a fact in free text, in the forms people write it in, and says how the sentence reads with
// another value. It generates the forms a value can have and looks for them; it does not guess at what a sentence means. What it cannot tell
// apart it gives as a hint, never as a use.
package planted
