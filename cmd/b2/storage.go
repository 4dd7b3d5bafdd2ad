package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2"
)

// storageFlags say how a .b2nd file is stored. They are nil when they are not given: one without a value is a mistake.
type storageFlags struct {
	Codec   *string   `placeholder:"NAME" help:"What compresses: lz4 (default), lz4hc, blosclz, zlib or zstd."`
	Level   *int      `placeholder:"N" help:"How hard it tries, 0 to 9."`
	Filters *[]string `placeholder:"NAME" help:"Filters before the codec, up to six, with commas: shuffle, bitshuffle, bytedelta, delta; shuffle:4 for groups of 4 bytes; or none. Two change the data, and come first: trunc_prec:10 keeps 10 bits of mantissas, int_trunc:4 keeps 4 bits of integers; -8 clears the lowest 8."`
	Chunks  *[]int    `placeholder:"N" help:"Lengths of the chunks in elements, with commas."`
	Blocks  *[]int    `placeholder:"N" help:"Lengths of the blocks in elements, with commas."`
	Sparse  bool      `help:"Store a folder with a file for each chunk instead of one file."`
}

// Validate finds the misuse that does not depend on an array.
func (s *storageFlags) Validate() error {
	codecs := []string{"lz4", "lz4hc", "blosclz", "zlib", "zstd"}
	if s.Codec != nil && !slices.Contains(codecs, *s.Codec) {
		return fmt.Errorf("--codec=%s is none that b2 writes: these are %s", *s.Codec, strings.Join(codecs, ", "))
	}
	if s.Level != nil && (*s.Level < 0 || *s.Level > 9) {
		return fmt.Errorf("--level=%d is not from 0 to 9", *s.Level)
	}
	if s.Filters != nil && !areFilters(*s.Filters) {
		return fmt.Errorf("--filters=%s is wrong: they are shuffle, bitshuffle, bytedelta, delta, trunc_prec and int_trunc, or none alone", strings.Join(*s.Filters, ","))
	}
	return errors.Join(checkLengths("chunks", s.Chunks), checkLengths("blocks", s.Blocks))
}

// areFilters tells whether names are filters, or none alone. Their numbers are for the library to check, which knows
// the elements.
func areFilters(names []string) bool {
	filters := []string{"shuffle", "bitshuffle", "bytedelta", "delta", "trunc_prec", "int_trunc", "none"}
	for _, f := range names {
		word, _, _ := strings.Cut(f, ":")
		if !slices.Contains(filters, word) || word == "none" && (f != word || len(names) > 1) {
			return false
		}
	}
	return len(names) > 0
}

func checkLengths(flag string, lengths *[]int) error {
	switch {
	case lengths == nil:
		return nil
	case len(*lengths) == 0:
		return fmt.Errorf("--%s has no lengths: it takes one for each axis, with commas", flag)
	case slices.ContainsFunc(*lengths, func(n int) bool { return n < 0 }):
		return fmt.Errorf("--%s has a negative length", flag)
	}
	return nil
}

// given is the first flag that was given; "" when none was.
func (s *storageFlags) given() string {
	switch {
	case s.Codec != nil:
		return "--codec"
	case s.Level != nil:
		return "--level"
	case s.Filters != nil:
		return "--filters"
	case s.Chunks != nil:
		return "--chunks"
	case s.Blocks != nil:
		return "--blocks"
	case s.Sparse:
		return "--sparse"
	}
	return ""
}

// options are the flags for Compute.
func (s *storageFlags) options() []b2.ComputeOption {
	var list []b2.ComputeOption
	if s.Codec != nil {
		list = append(list, b2.Codec(*s.Codec))
	}
	if s.Level != nil {
		list = append(list, b2.Level(*s.Level))
	}
	switch {
	case s.Filters == nil:
	case slices.Equal(*s.Filters, []string{"none"}):
		list = append(list, b2.Filters())
	default:
		list = append(list, b2.Filters(*s.Filters...))
	}
	if s.Chunks != nil {
		list = append(list, b2.Chunks(*s.Chunks...))
	}
	if s.Blocks != nil {
		list = append(list, b2.Blocks(*s.Blocks...))
	}
	if s.Sparse {
		list = append(list, b2.Sparse())
	}
	return list
}
