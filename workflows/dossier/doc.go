// Package dossier puts together what proves how an incident was handled: a page that stands on its own, the same in JSON, the record with its
// hashes, the attachments, and a manifest. The same rows give the same bytes. It is asked for by a person, in the full edition agreed by a
// second one, and built by a job.
package dossier
