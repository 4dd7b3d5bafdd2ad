package main

import (
	"errors"
	"fmt"

	"github.com/b2gen/b2"
)

// convertCmd stores an array in another way.
type convertCmd struct {
	Force bool `help:"Replace an existing file."`
	storageFlags
	In  string `arg:"" name:"IN" help:"A .b2nd or .npy file, an entry of a store (STORE.b2z:/name), or - for .npy on standard input."`
	Out string `arg:"" name:"OUT" help:"OUT.b2nd, OUT.npy or - for .npy on standard output."`
}

// Validate finds misuse of the names and of flags that do not go with them.
func (c *convertCmd) Validate() error {
	switch {
	case !isFile(c.In):
		return fmt.Errorf("%s: what is read is told by the suffix: IN.b2nd, IN.npy, STORE.b2z:/name or - (.npy on standard input)", c.In)
	case targetKind(c.Out) == nullTarget || c.Out == "":
		return errors.New("OUT must be a file, or - for .npy on standard output")
	}
	if err := c.storageFlags.Validate(); err != nil {
		return err
	}
	return checkTarget(c.Out, &c.storageFlags)
}

// Run converts.
func (c *convertCmd) Run(e *env) error {
	src := newSources(e)
	defer src.close()
	v, err := src.open(c.In)
	if err != nil {
		return err
	}
	x, ok := v.(b2.Operand)
	if !ok {
		return fmt.Errorf("%s is no file", c.In) // a number cannot have a suffix of files
	}
	out := &output{env: e, path: c.Out, force: c.Force, storage: &c.storageFlags}
	out.like, _ = v.(*b2.Array)
	_, err = out.write(x.Expr())
	return err
}
