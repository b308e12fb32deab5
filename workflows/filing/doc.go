// Package filing tells an authority: where it is told (authorities.yaml), what its form asks in which order (forms/*.yaml), what of that the
// incident already answers (answers.yaml says from what), and in which stages it is told.
//
// Life of a filing: 1 begin, from the obligation, with a draft; 2 write, gaps first, what people type stands above what the incident says;
// 3 file: the moment, and a reference or a receipt; the obligation is discharged with that proof; 4 a supplement, the last word or a
// withdrawal, of which only what changed is shown. A filed stage is never changed.
package filing
