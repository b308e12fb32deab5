// Package outbound is the one way in which the program asks another machine for something over HTTP by itself (TRUST WB-06): https only, named
// hosts only, the address checked after the name was resolved and where it is dialled, no redirects, no proxy of the environment, ten seconds.
// So an address that somebody typed, or a name server that lies, cannot make it speak to the network it stands in.
package outbound
