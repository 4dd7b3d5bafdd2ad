package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
)

// infoCmd describes arrays.
type infoCmd struct {
	JSON  bool     `name:"json" help:"A line of JSON for each file."`
	Files []string `arg:"" name:"FILE" help:"The .b2nd files."`
}

// Run describes each file. One that cannot be read does not keep the others from being shown.
func (c *infoCmd) Run(e *env) error {
	var bad error
	for i, path := range c.Files {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		var header string
		if len(c.Files) > 1 {
			header = fmt.Sprintf("==> %s <==\n", path)
			if i > 0 {
				header = "\n" + header
			}
		}
		err := c.describe(e.ctx, e.stdout, path, header)
		if err != nil && bad != nil {
			fmt.Fprintf(e.stderr, "b2: %v\n", bad) // the last one is reported by who called
		}
		if err != nil {
			bad = err
		}
	}
	return bad
}

func (c *infoCmd) describe(ctx context.Context, w io.Writer, path, header string) error {
	if filepath.Ext(path) == ".npy" {
		return fmt.Errorf("%s: info is about .b2nd files; b2 eval %s shows this one", path, path)
	}
	a, err := openArray(ctx, path)
	if err != nil {
		return err
	}
	defer a.Close()
	if c.JSON {
		return json.NewEncoder(w).Encode(a.Details())
	}
	_, err = fmt.Fprintf(w, "%s%s", header, a.Info())
	return err
}
