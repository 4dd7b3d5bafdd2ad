package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
	"github.com/b2gen/b2/cmd/b2/internal/npy"
)

// entry is what is listed of an array, or of what lies beside arrays.
type entry struct {
	name, kind     string // array, schunk, store, or another kind of entry of a store
	dtype          string
	shape, chunks  []int
	nbytes, cbytes int64 // nbytes of the elements
	cratio         float64
	codec          string
	count          int    // of entries of a store
	text           string // of a saved expression
	err            string // why it cannot be opened
}

// newEntry opens what is at a path. What a store has beside arrays and SChunks is of the kind that it says.
func newEntry(ctx context.Context, i item) entry {
	path, name := i.path, i.name
	switch {
	case isStore(path):
		list, err := b2.List(ctx, path)
		if err != nil {
			return failure(path, name, err)
		}
		return entry{name: name, kind: "store", count: len(list)}
	case i.kind == "remote" || i.kind == "ctable":
		return entry{name: name, kind: i.kind}
	}
	a, err := b2.Open(ctx, path)
	switch {
	case errors.Is(err, b2.ErrNotArray):
		return schunkEntry(ctx, path, name)
	case err != nil:
		return failure(path, name, readable(err))
	}
	defer a.Close()
	return entry{
		name: name, kind: b2.KindArray, dtype: a.StoredType().String(), shape: a.Shape(), chunks: a.Chunks(),
		nbytes: a.NBytes(), cbytes: a.CBytes(), cratio: a.CRatio(), codec: a.Details().Codec,
	}
}

func schunkEntry(ctx context.Context, path, name string) entry {
	s, err := b2.OpenSChunk(ctx, path)
	if err != nil {
		return failure(path, name, readable(err))
	}
	defer s.Close()
	if saved := s.Saved(); saved != nil {
		return entry{name: name, kind: saved.Kind, text: saved.Expression}
	}
	return entry{name: name, kind: b2.KindSChunk, nbytes: s.NBytes(), cbytes: s.CBytes(), cratio: s.CRatio(), codec: s.Details().Codec}
}

// failure is what cannot be opened, and the first line about it.
func failure(path, name string, err error) entry {
	first, _, _ := strings.Cut(about(path, err), "\n")
	return entry{name: name, err: first}
}

// MarshalJSON leaves out what the kind does not have.
func (n entry) MarshalJSON() ([]byte, error) {
	type broken struct {
		Name  string `json:"name"`
		Error string `json:"error"`
	}
	type schunk struct {
		Name   string  `json:"name"`
		Kind   string  `json:"kind"`
		NBytes int64   `json:"nbytes"`
		CBytes int64   `json:"cbytes"`
		CRatio float64 `json:"cratio"`
		Codec  string  `json:"codec"`
	}
	type store struct {
		Name  string `json:"name"`
		Kind  string `json:"kind"`
		Count int    `json:"entries"`
	}
	type other struct {
		Name       string `json:"name"`
		Kind       string `json:"kind"`
		Expression string `json:"expression,omitempty"`
	}
	type array struct {
		Name   string  `json:"name"`
		Kind   string  `json:"kind"`
		DType  string  `json:"dtype"`
		Shape  []int   `json:"shape"`
		Chunks []int   `json:"chunks"`
		NBytes int64   `json:"nbytes"`
		CBytes int64   `json:"cbytes"`
		CRatio float64 `json:"cratio"`
		Codec  string  `json:"codec"`
	}
	switch {
	case n.err != "":
		return json.Marshal(broken{n.name, n.err})
	case n.kind == b2.KindSChunk:
		return json.Marshal(schunk{n.name, n.kind, n.nbytes, n.cbytes, n.cratio, n.codec})
	case n.kind == "store":
		return json.Marshal(store{n.name, n.kind, n.count})
	case n.kind != b2.KindArray:
		return json.Marshal(other{n.name, n.kind, n.text})
	}
	return json.Marshal(array{n.name, n.kind, n.dtype, n.shape, n.chunks, n.nbytes, n.cbytes, n.cratio, n.codec})
}

// row is a line of the table. The last cell of a short one takes the place of all columns.
func (n entry) row() []string {
	sizes := []string{b2.FormatBytes(n.nbytes), b2.FormatBytes(n.cbytes), fmt.Sprintf("%.2fx", n.cratio), n.codec}
	switch {
	case n.err != "":
		return []string{n.name, n.err}
	case n.kind == "store":
		return []string{n.name, fmt.Sprintf("store of %d", n.count)}
	case n.kind == b2.KindSChunk:
		return append([]string{n.name, "SChunk", "", ""}, sizes...)
	case n.kind != b2.KindArray:
		return []string{n.name, strings.TrimSuffix(n.kind+" "+arraytext.Line(n.text), " ")}
	}
	return append([]string{n.name, n.dtype, npy.Tuple(n.shape), npy.Tuple(n.chunks)}, sizes...)
}
