// Package wording knows everything that is written of an incident, wherever it is kept: it lists the pieces, finds in them what facts no longer
// say, and lays side by side what contradicts itself. It writes nothing but a new draft that somebody asked for; what has left the house stays.
package wording
