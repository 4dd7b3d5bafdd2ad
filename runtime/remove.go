package runtime

import (
	"context"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// IsSparseFile reports whether a file of that name belongs to the directory of a sparse array.
func IsSparseFile(name string) bool { return frame.IsSparseFile(name) }

// Removable makes sure that there is an array at path, and in its file nothing else. It waits for a change that goes on,
// and none begins until release.
func Removable(path string) (release func(), err error) {
	lock, err := store.LockOld(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := onlyArray(path); err != nil {
		lock.Unlock()
		return nil, err
	}
	return lock.Unlock, nil
}

func onlyArray(path string) error {
	a, err := Open(path, OpenOptions{})
	if err != nil {
		return fmt.Errorf("it does not open as an array: %w", err)
	}
	defer a.Close()
	if f := a.origin.file; f != nil {
		if err := f.CheckRest(a.frame.Info().FrameLen); err != nil {
			return fmt.Errorf("it has %w: os.Remove deletes both", err)
		}
	}
	return nil
}
