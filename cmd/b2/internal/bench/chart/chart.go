// Package chart makes pictures and tables of what "b2 bench functions --json" and "b2 bench fused --json" wrote, for
// the page of performance. The command "b2 bench chart" calls Run.
package chart

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/b2gen/b2/cmd/b2/internal/bench/functions"
	"github.com/b2gen/b2/cmd/b2/internal/bench/fused"
)

// Config says what is drawn, and where tables go.
type Config struct {
	Files []string // lines of JSON, of one suite each: of FILE.json the chart becomes FILE.svg
	Page  string   // a text whose tables are written anew, between <!-- NAME.json --> and <!-- end -->; "": none
}

// Run makes charts and tables. Nothing is written unless all files can be read.
func Run(cfg Config) error {
	written := map[string][]byte{}
	page, err := readPage(cfg.Page)
	if err != nil {
		return err
	}
	for _, file := range cfg.Files {
		svg, tables, err := draw(file)
		if err == nil && cfg.Page != "" {
			page, err = replace(page, filepath.Base(file), tables)
		}
		if err != nil {
			return fmt.Errorf("bench: %s: %w", file, err)
		}
		written[strings.TrimSuffix(file, filepath.Ext(file))+".svg"] = svg
	}
	if cfg.Page != "" {
		written[cfg.Page] = []byte(page)
	}
	for name, data := range written {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	return nil
}

func readPage(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("bench: %w", err)
	}
	return string(text), nil
}

// replace puts the tables of a file into a page.
func replace(page, name, tables string) (string, error) {
	mark, end := "<!-- "+name+" -->\n", "<!-- end -->\n"
	before, rest, ok := strings.Cut(page, mark)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", fmt.Errorf("the page has no place for its tables; put the lines %q and %q there", strings.TrimSpace(mark), strings.TrimSpace(end))
	}
	return before + mark + tables + end + after, nil
}

// draw makes the chart and the tables of a file.
func draw(file string) (svg []byte, tables string, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	if bytes.Contains(data, []byte(`"expression":`)) {
		list, err := lines[fused.Figure](data)
		if err != nil {
			return nil, "", err
		}
		return fusedPicture(list).svg(), fusedTables(list), nil
	}
	list, err := lines[functions.Figure](data)
	if err != nil {
		return nil, "", err
	}
	return functionsPicture(list).svg(), functionsTables(list), nil
}

// lines reads the figures of one suite.
func lines[T any](data []byte) (list []T, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	for {
		var f T
		switch err := d.Decode(&f); {
		case errors.Is(err, io.EOF) && len(list) == 0:
			return nil, errors.New("there are no figures in it; b2 bench functions --json and b2 bench fused --json write some")
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("figure %d: %w", len(list)+1, err)
		}
		list = append(list, f)
	}
}
