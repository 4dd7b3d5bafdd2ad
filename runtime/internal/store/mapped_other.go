//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

func mapFile(*os.File, int) ([]byte, error) {
	return nil, fmt.Errorf("b2 does not map files on %s: %w", runtime.GOOS, errors.ErrUnsupported)
}

func unmapFile([]byte) error { return nil }
