// Package directory is who is who before any incident: National Societies, delegations, headquarters, hosts and authorities, with the
// people to write to there.
//
// Life of an entry: 1 seed (once, on the first start) or add, 2 edit with the version it was read at, 3 archive (nothing is deleted:
// incidents point here). The whole directory can be taken out as CSV or XLSX and brought back; the same file again changes nothing.
package directory
