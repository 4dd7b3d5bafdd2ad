package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/b2gen/b2"
)

// infoCmd describes arrays.
type infoCmd struct {
	JSON  bool     `name:"json" help:"A line of JSON for each file."`
	Stats bool     `help:"Read the elements, too, and show minimum, maximum, mean (of all but nan) and the number of nans and zeros."`
	Attrs bool     `help:"Show the values of the attributes, too."`
	Files []string `arg:"" name:"FILE" help:"The .b2nd files, or others with SChunks; STORE.b2z:/name is an entry of a store."`
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
	if errors.Is(err, b2.ErrNotArray) && !isStore(path) {
		return c.describeSChunk(ctx, w, path, header)
	}
	if err != nil {
		return err
	}
	defer a.Close()
	var line any = a.Details()
	text := header + a.Info()
	if c.Stats {
		s, err := summarize(ctx, a)
		if err != nil {
			return err
		}
		if line, err = withField(line, "stats", s); err != nil {
			return err
		}
		text += s.String()
	}
	return c.print(w, text, line, a.Attrs)
}

func (c *infoCmd) describeSChunk(ctx context.Context, w io.Writer, path, header string) error {
	s, err := b2.OpenSChunk(ctx, path)
	if err != nil {
		return readable(err)
	}
	defer s.Close()
	switch saved := s.Saved(); {
	case c.Stats && saved != nil:
		return fmt.Errorf("%s: --stats is about arrays, this is a %s of Python-Blosc2", path, saved.Kind)
	case c.Stats:
		return fmt.Errorf("%s: --stats is about arrays, this is an SChunk", path)
	}
	return c.print(w, header+s.Info(), s.Details(), s.Attrs)
}

// print prints the text or the line, and attributes if they are asked for.
func (c *infoCmd) print(w io.Writer, text string, line any, read func(...b2.AttrsOption) (map[string]any, error)) error {
	if c.Attrs {
		attrs, err := read(b2.Extensions())
		var bad b2.AttrErrors
		if err != nil && !errors.As(err, &bad) {
			return err
		}
		values := attrJSON(attrs)
		if line, err = withField(line, "attr_values", values); err != nil {
			return err
		}
		unread := map[string]string{}
		for _, e := range bad {
			unread[e.Name] = e.Err.Error()
		}
		if len(unread) > 0 {
			if line, err = withField(line, "attr_errors", unread); err != nil {
				return err
			}
		}
		text += attrLines(attrs, unread)
	}
	if c.JSON {
		return json.NewEncoder(w).Encode(line)
	}
	_, err := io.WriteString(w, text)
	return err
}
