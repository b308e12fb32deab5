// Package translation ties the words of each language, paragraph by paragraph, to the words they translate: 1 split the source, each paragraph
// with a hash; 2 translate here or outside (XLIFF 2.1, CSV), each paragraph bound to the source it was made from; 3 when the source changes,
// only the changed paragraphs turn stale; 4 somebody who did not type it signs a language off, or it is left out by name with a reason. Until
// then nothing that needs the language leaves (Blocking). Notices and texts are both pieces here; their words stay where they are.
package translation
