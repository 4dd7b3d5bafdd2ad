package filter

import (
	"fmt"
	"strconv"
	"strings"
)

// Names are the filters that can be asked for.
const Names = "shuffle, bitshuffle, bytedelta, delta, trunc_prec, int_trunc"

// name is what a filter is called, and whether a number may or must follow.
type name struct {
	id     uint8
	name   string
	number numbered
}

type numbered uint8

const (
	never  numbered = iota
	maybe           // the size of a group
	always          // of bits
)

func names() []name {
	return []name{
		{ShuffleID, "shuffle", maybe}, {BitshuffleID, "bitshuffle", never}, {ByteDeltaID, "bytedelta", maybe},
		{DeltaID, "delta", never}, {TruncPrec, "trunc_prec", always}, {IntTrunc, "int_trunc", always},
	}
}

// Name is what a filter is called.
func Name(id uint8) string {
	for _, f := range names() {
		if f.id == id {
			return f.name
		}
	}
	return fmt.Sprint(id)
}

// Text is a filter of a header as Parse takes it, for elements of size bytes.
func Text(id, meta uint8, size int) string {
	for _, f := range names() {
		switch {
		case f.id != id:
		case f.number == always:
			return fmt.Sprintf("%s:%d", f.name, int8(meta))
		case f.number == maybe && meta != 0 && int(meta) != size:
			return fmt.Sprintf("%s:%d", f.name, meta)
		default:
			return f.name
		}
	}
	return fmt.Sprintf("filter %d", id)
}

// maxMeta is the largest meta that the reference opens a frame with (digest 7.1).
const maxMeta = 127

// Parse reads a filter as users write it, such as "shuffle", "shuffle:4" or "trunc_prec:10", for elements of size bytes.
func Parse(text string, size int) (id, meta uint8, err error) {
	word, number, given := strings.Cut(text, ":")
	for _, f := range names() {
		if f.name == word {
			meta, err = f.meta(number, given, size)
			return f.id, meta, err
		}
	}
	return 0, 0, fmt.Errorf("there is no filter %q; there are %s", word, Names)
}

func (f name) meta(number string, given bool, size int) (uint8, error) {
	n, err := strconv.ParseInt(number, 10, 8)
	switch {
	case given && f.number == never:
		return 0, fmt.Errorf("filter %s takes no number, but %q follows", f.name, number)
	case f.number == always && err != nil:
		return 0, fmt.Errorf("filter %s takes the number of bits to keep, or below zero of bits to clear, as in %s:10, not %q", f.name, f.name, number)
	case f.number == always:
		bits, err := truncated(f.id, uint8(n), size)
		return uint8(truncatedWidth(f.id, size) - bits), err // of the two ways to say it, the one that is not negative
	case given && (err != nil || n < 1):
		return 0, fmt.Errorf("filter %s takes a group of 1 to %d bytes, not %q", f.name, maxMeta, number)
	case !given && f.id == ByteDeltaID && size > maxMeta:
		return 0, fmt.Errorf("filter %s takes a group of 1 to %d bytes, and elements have %d: give one, as in %s:8", f.name, maxMeta, size, f.name)
	case !given && f.id == ByteDeltaID:
		return uint8(size), nil
	}
	return uint8(n), nil
}
