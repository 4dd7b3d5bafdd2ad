package store

import (
	"fmt"
	"sort"
)

// Memory keeps an object in memory as a list of segments, one for each Append: an array that grows chunk by chunk is
// never moved, and a view inside one segment costs no copy. It is both a Writer and a Reader. Views may be taken by
// several goroutines at once, but not while Append or Patch runs.
type Memory struct {
	segments [][]byte
	starts   []int64 // the offset of each segment
	size     int64
	done     bool // committed: Abort must not drop the bytes
}

// NewMemory returns a store that holds parts, a segment each. It takes the slices over without a copy.
func NewMemory(parts ...[]byte) *Memory {
	m := &Memory{}
	for _, p := range parts {
		m.push(p)
	}
	return m
}

func (m *Memory) push(p []byte) {
	if len(p) == 0 {
		return // an empty segment would share its start with the next one
	}
	m.segments = append(m.segments, p)
	m.starts = append(m.starts, m.size)
	m.size += int64(len(p))
}

// Append copies the parts into one new segment of exactly their size.
func (m *Memory) Append(parts ...[]byte) (int64, error) {
	off := m.size
	seg := make([]byte, 0, total(parts))
	for _, p := range parts {
		seg = append(seg, p...)
	}
	m.push(seg)
	return off, nil
}

// Share adds a segment without a copy: nobody may change its bytes from then on.
func (m *Memory) Share(p []byte) (off int64) {
	off = m.size
	m.push(p)
	return off
}

// Patch overwrites the bytes at off. Views taken before see the change.
func (m *Memory) Patch(off int64, p []byte) error {
	if err := checkRange(off, len(p), m.size); err != nil {
		return fmt.Errorf("patch: %w", err)
	}
	for i := m.find(off); len(p) > 0; i++ {
		n := copy(m.segments[i][off-m.starts[i]:], p)
		p = p[n:]
		off += int64(n)
	}
	return nil
}

// find returns the segment that holds offset off, which must be below the size.
func (m *Memory) find(off int64) int {
	return sort.Search(len(m.starts), func(i int) bool { return m.starts[i] > off }) - 1
}

// Size is the number of bytes appended.
func (m *Memory) Size() int64 { return m.size }

// View returns a part of one segment as it is, and copies into *buf what lies across several.
func (m *Memory) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if err := checkRange(off, n, m.size); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, nil
	}
	i := m.find(off)
	at := int(off - m.starts[i])
	if seg := m.segments[i]; at+n <= len(seg) {
		return seg[at : at+n : at+n], nil
	}
	b := grow(buf, n)
	for got := 0; got < n; i, at = i+1, 0 {
		got += copy(b[got:], m.segments[i][at:])
	}
	return b, nil
}

// Commit ends the writing; the bytes are already where they stay.
func (m *Memory) Commit() error {
	m.done = true
	return nil
}

// Abort drops all bytes, unless they were committed.
func (m *Memory) Abort() {
	if !m.done {
		*m = Memory{}
	}
}

// Close does nothing; the garbage collector takes the segments when the last view is gone.
func (m *Memory) Close() error { return nil }
