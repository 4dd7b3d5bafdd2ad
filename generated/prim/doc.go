// Package prim has the strips of the interpreter: a function for each operation and element type, all written by
// b2gen from the op table's lowerings. The interpreter finds them with Lookup.
package prim

//go:generate go run ../../cmd/b2gen -strips
