package frame

import (
	"errors"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

func TestWriterRefuses(t *testing.T) {
	m := small()
	e, _ := chunk.NewEncoder(m.Params)
	a, err := e.Encode(elements(dtype.Float64, 10, "ramp"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := NewWriter(&store.Memory{}, m)
	if err != nil {
		t.Fatal(err)
	}
	short := a
	short.NBytes = 79
	for name, call := range map[string]func() error{
		"chunk -1":     func() error { return f.Append(-1, a) },
		"chunk 4":      func() error { return f.Append(4, a) },
		"short chunk":  func() error { return f.Append(0, short) },
		"no such kind": func() error { return f.AppendSpecial(0, chunk.Repeated) },
		"kind none":    func() error { return f.AppendSpecial(0, chunk.None) },
	} {
		if call() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := f.Append(2, a); err != nil {
		t.Fatal(err)
	}
	if f.Append(2, a) == nil || f.AppendSpecial(2, chunk.Zeros) == nil {
		t.Error("a chunk written twice: no error")
	}
	if err := f.Close(); err == nil {
		t.Error("chunks are missing: no error")
	}
	if err := f.Close(); !errors.Is(err, errClosed) {
		t.Errorf("closed twice: %v", err)
	}
	if err := f.Append(1, a); !errors.Is(err, errClosed) {
		t.Errorf("Append after Close: %v", err)
	}
}

func TestNewWriterRefuses(t *testing.T) {
	for name, change := range map[string]func(*Meta){
		"dtype":            func(m *Meta) { m.DType = dtype.Invalid },
		"block 0":          func(m *Meta) { m.Blocks = []int{0} },
		"chunk 0":          func(m *Meta) { m.Chunks = []int{0} },
		"negative shape":   func(m *Meta) { m.Shape = []int{-1} },
		"dimensions":       func(m *Meta) { m.Shape = []int{4, 10} },
		"17 dimensions":    func(m *Meta) { m.Shape = slices.Repeat([]int{1}, 17); m.Chunks, m.Blocks = m.Shape, m.Shape },
		"huge":             func(m *Meta) { m.Shape, m.Chunks = []int{1 << 62}, []int{1} },
		"too many chunks":  func(m *Meta) { m.Shape, m.Chunks, m.Blocks = []int{1 << 29}, []int{1}, []int{1} },
		"large chunk":      func(m *Meta) { m.Shape, m.Chunks = []int{1 << 30}, []int{1 << 28} },
		"wrong typesize":   func(m *Meta) { m.Params.TypeSize = 4 },
		"wrong blocksize":  func(m *Meta) { m.Params.BlockSize = 80 },
		"filter not known": func(m *Meta) { m.Params.Filters[0] = 77 },
		"level":            func(m *Meta) { m.Params.Level = 10 },
	} {
		m := small()
		m.Params.TypeSize, m.Params.BlockSize = 0, 0
		change(&m)
		if _, err := NewWriter(&store.Memory{}, m); err == nil || errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// failing is a store whose n-th operation fails.
type failing struct {
	store.Memory
	left    int
	aborted bool
}

var errFull = errors.New("no space left")

func (f *failing) step() error {
	if f.left--; f.left < 0 {
		return errFull
	}
	return nil
}

func (f *failing) Append(parts ...[]byte) (int64, error) {
	if err := f.step(); err != nil {
		return 0, err
	}
	return f.Memory.Append(parts...)
}

func (f *failing) Patch(off int64, p []byte) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Memory.Patch(off, p)
}

func (f *failing) Commit() error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Memory.Commit()
}

func (f *failing) Abort() { f.aborted = true; f.Memory.Abort() }

func TestEveryStoreOperationFails(t *testing.T) {
	m := small()
	data := elements(m.DType, 40, "ramp")
	for n := 0; ; n++ {
		w := &failing{left: n}
		err := writeArray(w, m, data)
		if err == nil {
			if n != 8 { // header, 4 chunks, index with trailer, patch, commit
				t.Errorf("%d operations were enough", n)
			}
			break
		}
		if !errors.Is(err, errFull) {
			t.Errorf("operation %d fails: error %v", n, err)
		}
		if n > 0 && !w.aborted { // a writer that never came to be leaves the store to its caller
			t.Errorf("operation %d fails: the store is not aborted", n)
		}
	}
}
