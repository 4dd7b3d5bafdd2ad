package b2_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// tried is a line of testdata/accuracy.tsv, which the tests of the tags mpfr and exhaustive write with -record: how many
// arguments a function was tried with, its largest error in units of the last place, and where that was.
type tried struct {
	count int
	ulp   float64
	at    string
}

// accuracyRecords are the lines by the keys of instructions, such as "sin.f8".
func accuracyRecords(t *testing.T) map[string]tried {
	t.Helper()
	data, err := os.ReadFile("testdata/accuracy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	records := map[string]tried{}
	for line := range strings.Lines(string(data)) {
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(field) != 4 {
			t.Fatalf("testdata/accuracy.tsv: %q has %d fields, not 4", line, len(field))
		}
		count, err := strconv.Atoi(field[1])
		if err != nil {
			t.Fatal(err)
		}
		ulp, err := strconv.ParseFloat(field[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		records[field[0]] = tried{count, ulp, field[3]}
	}
	return records
}

// TestAccuracyRecords holds what rows state to what was seen: of float64 in at least ten million arguments, of float32 in
// all that there are, where a function has one.
func TestAccuracyRecords(t *testing.T) {
	records := accuracyRecords(t)
	used := 0
	for _, op := range ir.Ops() {
		if op.ULP == 0 || op.Name == "float_power" { // which is power
			continue
		}
		double, ok := records[op.Name+".f8"]
		if used++; !ok || double.count < 10_000_000 || double.ulp > op.ULP || double.ulp < op.ULP-0.1*max(1, op.ULP) {
			t.Errorf("%s states %v units of the last place; %+v was seen: run the test of the tag mpfr with -record, and state a little more", op.Name, op.ULP, double)
		}
		if len(op.Params) > 1 || !takes(op, dtype.Float32) {
			continue
		}
		single, ok := records[op.Name+".f4"]
		if used++; !ok || single.count != 1<<32 || single.ulp > 0.52 {
			t.Errorf("%s of float32 is right to 0.52 units of the last place; %+v was seen: run the test of the tag exhaustive with -record", op.Name, single)
		}
	}
	if used != len(records) {
		t.Errorf("testdata/accuracy.tsv has %d lines, of which %d are of functions that state an error", len(records), used)
	}
}

// takes is whether a row computes in a type.
func takes(op *ir.Op, d dtype.DType) bool {
	out, ok := resultOf(op, d)
	return ok && out == d
}

const accuracyHead = `
## How accuracy was tried

Errors are in units of the last place. float64 was compared with MPFR, for hard arguments (next to branches, powers of two and
multiples of pi/2, at the ends of the range, …) and random ones of all exponents and signs, on portable code, AVX2 and
AVX-512, which must give the same bits: ` + "`go test -tags mpfr -run TestMPFR ./generated/prim -tries 10000000 -record`" + `. float32 was
compared with float64, for every argument there is: ` + "`go test -tags exhaustive -run EveryFloat32 ./generated/prim -record`" + `. The
error of logaddexp and logaddexp2 is in units of half their larger argument where the result is smaller than that.

| function | type | arguments | largest error | for |
|---|---|---|---|---|
`

// accuracyTable is the last part of FUNCTIONS.md.
func accuracyTable(t *testing.T) string {
	records := accuracyRecords(t)
	var s strings.Builder
	s.WriteString(accuracyHead)
	for _, op := range ir.Ops() {
		for _, d := range []string{"f8", "f4"} {
			if r, ok := records[op.Name+"."+d]; ok {
				fmt.Fprintf(&s, "| %s | %s | %d | %.4f | %s |\n", op.Name, d, r.count, r.ulp, r.at)
			}
		}
	}
	return s.String()
}
