package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/b2gen/b2"
)

// verifyCmd decodes all of some files.
type verifyCmd struct {
	JSON    bool     `name:"json" help:"A line of JSON for each file."`
	Workers int      `placeholder:"N" help:"Goroutines that decode; as many as the machine runs at once if not given."`
	Files   []string `arg:"" name:"FILE" help:"The .b2nd files."`
}

// Help says what the command cannot find.
func (c *verifyCmd) Help() string {
	return "Every block of every chunk is decoded. The format has no checksums: bytes that were changed and still decode, to other values, are not found."
}

// Validate finds misuse.
func (c *verifyCmd) Validate() error {
	if c.Workers < 0 {
		return fmt.Errorf("--workers must be at least 1")
	}
	return nil
}

// Run verifies each file. What is found, good or bad, is the result and goes to standard output.
func (c *verifyCmd) Run(e *env) error {
	bad := 0
	for _, path := range c.Files {
		v := c.verify(e, path)
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
		return fmt.Errorf("%d of %s did not pass", bad, counted(len(c.Files), "file"))
	}
	return nil
}

// verdict is what is known of a file after that.
type verdict struct {
	File   string  `json:"file"`
	OK     bool    `json:"ok"`
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
	a, err := openArray(e.ctx, path)
	if err != nil {
		out.Error = about(path, err)
		return out
	}
	defer a.Close()
	p := newProgress(e.stderr)
	defer p.end()
	opts := []b2.ReadOption{b2.Progress(p.update)}
	if c.Workers > 0 {
		opts = append(opts, b2.Workers(c.Workers))
	}
	v, err := a.Verify(e.ctx, opts...)
	if err != nil {
		out.Error = about(path, err)
		return out
	}
	out.OK, out.Chunks, out.Blocks, out.NBytes = len(v.Faults) == 0, v.Chunks, v.Blocks, a.NBytes()
	for _, f := range v.Faults {
		out.Faults = append(out.Faults, newFault(f))
	}
	return out
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
		lines = append(lines, fmt.Sprintf("ok, %s, %s, %s of data", counted(v.Chunks, "chunk"), counted(v.Blocks, "block"), b2.FormatBytes(v.NBytes)))
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

// counted is a number of things: "1 chunk", "2 chunks".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
