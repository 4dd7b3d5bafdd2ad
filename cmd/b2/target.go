package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// The kinds of -o.
type kind int

const (
	unknownTarget kind = iota
	noTarget           // none was given
	b2ndTarget
	npyTarget
	stdoutTarget // a .npy file on standard output
	nullTarget   // computed and dropped
)

// targetKind tells what OUT is.
func targetKind(out string) kind {
	switch {
	case out == "":
		return noTarget
	case out == "-":
		return stdoutTarget
	case out == "null:":
		return nullTarget
	case filepath.Ext(out) == ".b2nd":
		return b2ndTarget
	case filepath.Ext(out) == ".npy":
		return npyTarget
	}
	return unknownTarget
}

// checkTarget finds misuse of an OUT and of flags that do not go with it.
func checkTarget(out string, s *storageFlags) error {
	switch k := targetKind(out); k {
	case unknownTarget:
		return fmt.Errorf("%s: what is written is told by the suffix: null:, - (.npy on standard output), OUT.npy or OUT.b2nd", out)
	case b2ndTarget, nullTarget:
	default:
		if flag := s.given(); flag != "" {
			return fmt.Errorf("%s is for .b2nd files; the result goes elsewhere", flag)
		}
	}
	return nil
}

// writable puts errors about a target in words.
func writable(path string, err error) error {
	var p *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s exists; --force replaces it", path)
	case errors.As(err, &p) && p.Path == path: // and not the path of an operand
		return fmt.Errorf("cannot write %s: %w", path, p.Err)
	}
	return err
}
