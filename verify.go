package b2

import (
	"context"
	"slices"

	b2rt "github.com/b2gen/b2/runtime"
)

// Fault is a part of an array's or an SChunk's file that cannot be decoded: a block, a chunk or an attribute, and why.
type Fault = b2rt.Fault

// Verification is what Array.Verify or SChunk.Verify found.
type Verification struct {
	Chunks, Blocks int     // that were decoded; the blocks of an SChunk are not counted
	Faults         []Fault // as they lie in the array; none: it is whole
}

// Verify decodes every block and every attribute of the array with all workers, and lists what cannot be decoded. It
// takes memory for a block a worker. The error is about the reading as a whole: it was cancelled, or the file is gone.
//
// The format has no checksums: bytes that were changed and still decode, to other values, are not found.
func (a *Array) Verify(ctx context.Context, opts ...ReadOption) (*Verification, error) {
	s, err := reading(opts)
	if err != nil {
		return nil, err
	}
	v := &Verification{}
	v.Chunks, v.Blocks = a.rt().Cuts()
	if err := a.rt().Verify(ctx, s.run, func(f Fault) { v.Faults = append(v.Faults, f) }); err != nil {
		return nil, err
	}
	slices.SortFunc(v.Faults, b2rt.CompareFaults)
	return v, nil
}

// reading are the settings of what only reads.
func reading(opts []ReadOption) (*settings, error) {
	s := newSettings()
	for _, o := range opts {
		o.read(s)
	}
	return s, s.err
}
