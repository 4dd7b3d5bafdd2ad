package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/b2gen/b2"
)

// verifyCmd decodes all of some files.
type verifyCmd struct {
	JSON    bool     `name:"json" help:"A line of JSON for each file."`
	Workers *int     `placeholder:"N" help:"Goroutines that decode; as many as the machine runs at once if not given."`
	Files   []string `arg:"" name:"FILE" help:"The .b2nd files, others with SChunks, or stores of them."`
}

// Help says what the command cannot find.
func (c *verifyCmd) Help() string {
	return "Every block of every chunk is decoded. The format has no checksums: bytes that were changed and still decode, to other values, are not found."
}

// Validate finds misuse.
func (c *verifyCmd) Validate() error { return checkWorkers(c.Workers) }

// Run verifies each file. What is found, good or bad, is the result and goes to standard output.
func (c *verifyCmd) Run(e *env) error {
	files := c.files(e)
	bad := 0
	for _, f := range files {
		v := verdict{File: f.path, Error: f.why}
		if f.why == "" {
			v = c.verify(e, f.path)
		}
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if !v.OK {
			bad++
		}
		if err := c.print(e, v); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %s did not pass", bad, counted(len(files), "file"))
	}
	return nil
}

// verifyFile is a file to look at, or a store that cannot be listed, and why.
type verifyFile struct{ path, why string }

// files puts the entries of stores in their place.
func (c *verifyCmd) files(e *env) []verifyFile {
	var files []verifyFile
	for _, path := range c.Files {
		if !isStore(path) {
			files = append(files, verifyFile{path: path})
			continue
		}
		entries, err := b2.List(e.ctx, path)
		if err != nil {
			files = append(files, verifyFile{path, about(path, readable(err))})
			continue
		}
		for _, entry := range entries {
			if entry.Kind != "remote" && entry.Kind != "ctable" { // there is nothing of them here
				files = append(files, verifyFile{path: path + ":" + entry.Key})
			}
		}
	}
	return files
}

// verdict is what is known of a file after that.
type verdict struct {
	File   string  `json:"file"`
	OK     bool    `json:"ok"`
	Kind   string  `json:"kind,omitempty"` // of what Python-Blosc2 saved in the form of an array
	Chunks int     `json:"chunks"`
	Blocks int     `json:"blocks"`
	NBytes int64   `json:"nbytes"` // of the elements
	Faults []fault `json:"faults,omitempty"`
	Error  string  `json:"error,omitempty"` // about the file as a whole
}

// fault is a part that cannot be decoded. What is not known of it is left out.
type fault struct {
	Attr   string `json:"attr,omitempty"`
	Chunk  *int   `json:"chunk,omitempty"`
	Start  []int  `json:"start,omitempty"` // the first element of the chunk
	Block  *int   `json:"block,omitempty"`
	Offset *int64 `json:"offset,omitempty"`
	Error  string `json:"error"`
	line   string
}

func newFault(f b2.Fault) fault {
	out := fault{Attr: f.Attr, Start: f.Start, Error: f.Err.Error(), line: f.String()}
	if f.Chunk >= 0 {
		out.Chunk = &f.Chunk
	}
	if f.Block >= 0 {
		out.Block = &f.Block
	}
	if f.Offset >= 0 {
		out.Offset = &f.Offset
	}
	return out
}

// verify looks at one file.
func (c *verifyCmd) verify(e *env, path string) verdict {
	out := verdict{File: path}
	f, err := openVerified(e.ctx, path)
	if err != nil {
		out.Error = about(path, err)
		return out
	}
	defer f.Close()
	p := newProgress(e.stderr)
	defer p.end()
	opts := []b2.ReadOption{b2.Progress(p.update)}
	if c.Workers != nil {
		opts = append(opts, b2.Workers(*c.Workers))
	}
	v, err := f.Verify(e.ctx, opts...)
	if err != nil {
		out.Error = about(path, err)
		return out
	}
	out.OK, out.Chunks, out.Blocks, out.NBytes = len(v.Faults) == 0, v.Chunks, v.Blocks, f.NBytes()
	if s, ok := f.(*b2.SChunk); ok && s.Saved() != nil {
		out.Kind = s.Saved().Kind
	}
	for _, f := range v.Faults {
		out.Faults = append(out.Faults, newFault(f))
	}
	return out
}

// verified is an array or an SChunk.
type verified interface {
	Verify(context.Context, ...b2.ReadOption) (*b2.Verification, error)
	NBytes() int64
	Close() error
}

func openVerified(ctx context.Context, path string) (verified, error) {
	a, err := openArray(ctx, path)
	if errors.Is(err, b2.ErrNotArray) && !isStore(path) {
		s, err := b2.OpenSChunk(ctx, path)
		if err != nil {
			return nil, readable(err)
		}
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// about is an error without the name of the file that it is about.
func about(path string, err error) string { return strings.TrimPrefix(err.Error(), path+": ") }

func (c *verifyCmd) print(e *env, v verdict) error {
	if c.JSON {
		return json.NewEncoder(e.stdout).Encode(v)
	}
	var lines []string
	switch {
	case v.Error != "":
		lines = append(lines, v.Error)
	case v.OK:
		lines = append(lines, v.whole())
	}
	for _, f := range v.Faults {
		lines = append(lines, f.line)
	}
	for _, l := range lines {
		if _, err := fmt.Fprintf(e.stdout, "%s: %s\n", v.File, l); err != nil {
			return err
		}
	}
	return nil
}

// whole says what was decoded.
func (v verdict) whole() string {
	n := counted(v.Chunks, "chunk")
	if v.Blocks > 0 {
		n += ", " + counted(v.Blocks, "block")
	}
	if v.Kind != "" {
		n = "no array but a " + v.Kind + " of Python-Blosc2, " + n
	}
	return fmt.Sprintf("ok, %s, %s of data", n, b2.FormatBytes(v.NBytes))
}

// counted is a number of things: "1 chunk", "2 chunks".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
