package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got); go test -update writes it\n%s", file, diff)
	}
}

// copied puts files of a folder into a new one, and gives their paths.
func copied(t *testing.T, from string, names ...string) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestChartsAndTables(t *testing.T) {
	files := copied(t, "testdata", "fused.json", "functions.json")
	page := filepath.Join(t.TempDir(), "page.md")
	text := "# Title\n\n<!-- functions.json -->\nold\n<!-- end -->\nbetween\n<!-- fused.json -->\n<!-- end -->\nlast\n"
	if err := os.WriteFile(page, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there are tables already
		if err := Run(Config{Files: files, Page: page}); err != nil {
			t.Fatal(err)
		}
		golden(t, "page.md", read(t, page))
	}
	for _, file := range files {
		svg := read(t, strings.TrimSuffix(file, ".json")+".svg")
		golden(t, strings.TrimSuffix(filepath.Base(file), ".json")+".svg", svg)
		wellFormed(t, svg)
	}
}

// wellFormed reads a picture as XML.
func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
}

// TestPerformancePage makes the project's page and its charts from the figures beside them.
func TestPerformancePage(t *testing.T) {
	const root, folder = "../../../../..", "benchmarks/performance/"
	names := []string{"PERFORMANCE.md", folder + "functions.json", folder + "fused.json"}
	files := copied(t, root, names...)
	if err := Run(Config{Files: files[1:], Page: files[0]}); err != nil {
		t.Fatal(err)
	}
	for have, file := range map[string]string{
		"PERFORMANCE.md": files[0], folder + "functions.svg": filepath.Join(filepath.Dir(files[1]), "functions.svg"), folder + "fused.svg": filepath.Join(filepath.Dir(files[2]), "fused.svg"),
	} {
		if !bytes.Equal(read(t, filepath.Join(root, have)), read(t, file)) {
			t.Errorf("%s is not what its figures give; go run ./cmd/b2 bench chart --page %s writes it", have, strings.Join(names, " "))
		}
	}
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	fused := copied(t, "testdata", "fused.json")[0]
	for name, c := range map[string]struct {
		cfg  Config
		part string
	}{
		"no file":       {Config{Files: []string{filepath.Join(dir, "none.json")}}, "none.json"},
		"no page":       {Config{Files: []string{fused}, Page: filepath.Join(dir, "none.md")}, "none.md"},
		"nothing in it": {Config{Files: []string{file("empty.json", "")}}, "there are no figures in it"},
		"no JSON":       {Config{Files: []string{file("text.json", "function sin")}}, "figure 1"},
		"another suite": {Config{Files: []string{file("tutorial.json", `{"work":"quad","s":1}`)}}, `unknown field "work"`},
		"no marks":      {Config{Files: []string{fused}, Page: file("page.md", "<!-- fused.json -->\n")}, "put the lines"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Run(c.cfg); err == nil || !strings.Contains(err.Error(), c.part) {
				t.Errorf("got %v, want %s", err, c.part)
			}
		})
	}
	if _, err := os.Stat(strings.TrimSuffix(fused, ".json") + ".svg"); err == nil {
		t.Error("a chart was written although the page could not be")
	}
}
