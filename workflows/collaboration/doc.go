// Package collaboration is what colleagues say to each other in an incident: comments beside any thing, with mentions that call somebody, and
// entries in the timeline that are written by hand.
//
// Who may read a thing may read what is said about it, and nobody else: each read asks for the thing first (models.ThingOf). A mention is a
// notice in the application and a mail that says who called and where, never what was said.
package collaboration
