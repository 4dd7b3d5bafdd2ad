// Package store is where the bytes of a Blosc2 file lie: on disk or in memory.
// In go file offsets and byte strings, out come bounds-checked views of bytes. Package chunk reads single blocks
// through a Reader, package frame reads headers through it and writes whole frames through a Writer; neither knows
// what is behind them, so a network store or one that fails on purpose fits as well.
package store

import (
	"errors"
	"fmt"
)

// ErrCorrupt is what every error about bytes that break the format wraps, in this package and in those above it.
var ErrCorrupt = errors.New("corrupt blosc2 data")

// Reader gives the bytes of one stored object. Its methods may be called by several goroutines at once, each with
// a buf of its own.
type Reader interface {
	// Size is the object's length in bytes.
	Size() int64
	// View returns the n bytes at off: a view of the store's own memory, or bytes read into *buf, which is grown
	// as needed. The caller must not write to the result, and may use it until it uses *buf again. A range that
	// reaches beyond Size is an error that wraps ErrCorrupt; nothing is allocated for it.
	View(off int64, n int, buf *[]byte) ([]byte, error)
	// Close releases the store. Views must not be used after it.
	Close() error
}

// Writer receives one object, front to back. It is not safe for concurrent use.
// After Commit or Abort no other method may be called, except that Abort after Commit does nothing, so that callers
// may defer it.
type Writer interface {
	// Append writes the parts one after the other at the end and returns the offset of the first byte.
	// The parts may be reused when it returns.
	Append(parts ...[]byte) (off int64, err error)
	// Patch overwrites bytes that were appended before.
	Patch(off int64, p []byte) error
	// Commit makes the object visible under its name, whole, and durable.
	Commit() error
	// Abort drops what was written and leaves no trace.
	Abort()
}

// checkRange refuses a range outside an object of the given size, before anything is allocated for it (digest 15).
func checkRange(off int64, n int, size int64) error {
	if off < 0 || n < 0 || off > size || int64(n) > size-off {
		return fmt.Errorf("truncated: %d bytes at offset %d of %d: %w", n, off, size, ErrCorrupt)
	}
	return nil
}

// total is the number of bytes in parts.
func total(parts [][]byte) int {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	return n
}

// grow returns *buf with length n, reallocated only when it is too small.
func grow(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	*buf = (*buf)[:n]
	return *buf
}
