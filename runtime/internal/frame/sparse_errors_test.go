package frame

import (
	"errors"
	"testing"
)

// failingObjects is a store of objects whose n-th operation fails.
type failingObjects struct {
	left, put          int
	committed, aborted bool
}

func (f *failingObjects) step() error {
	if f.left--; f.left < 0 {
		return errFull
	}
	return nil
}

func (f *failingObjects) Put(string, ...[]byte) error {
	f.put++
	return f.step()
}

func (f *failingObjects) Commit() error {
	f.committed = true
	return f.step()
}

func (f *failingObjects) Abort() { f.aborted = true }

func TestEveryObjectOperationFails(t *testing.T) {
	m := small()
	data := elements(m.DType, count(m.Shape), "noise")
	for n := 0; ; n++ {
		o := &failingObjects{left: n}
		f, err := NewSparseWriter(o, m)
		if err != nil {
			t.Fatal(err)
		}
		err = fillArray(f, m, data)
		if o.left >= 0 {
			if err != nil || !o.committed || o.aborted {
				t.Errorf("no fault: %v, %+v", err, o)
			}
			if n != o.put+1 {
				t.Errorf("%d operations, %d objects", n, o.put)
			}
			return
		}
		if !errors.Is(err, errFull) || !o.aborted {
			t.Errorf("fault %d: %v, %+v", n, err, o)
		}
	}
}
