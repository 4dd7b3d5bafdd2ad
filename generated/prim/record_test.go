//go:build exhaustive || mpfr

package prim_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir"
)

var (
	only   = flag.String("only", "", "the functions to run, separated by commas; all if not given")
	record = flag.Bool("record", false, "put the results into testdata/accuracy.tsv of the repository, of which FUNCTIONS.md is made")
)

// chosen is whether a function is among those to run.
func chosen(name string) bool {
	return *only == "" || strings.Contains(","+*only+",", ","+name+",")
}

// keep writes a result down when that is asked for: the instruction, how many arguments were tried, the largest error and
// where it was. Lines of other instructions stay.
func keep(t *testing.T, in ir.Instr, ulp float64, at string, tried int) {
	if !*record {
		return
	}
	const file = "../../testdata/accuracy.tsv"
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for line := range strings.Lines(string(data)) {
		key, _, _ := strings.Cut(line, "\t")
		lines[key] = line
	}
	lines[in.Key()] = fmt.Sprintf("%s\t%d\t%.4f\t%s\n", in.Key(), tried, ulp, at)
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		text.WriteString(lines[key])
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}
