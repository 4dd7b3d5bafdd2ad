package amd64_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/codegen/amd64"
	"github.com/b2gen/b2/ir/vec"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestOffsets compares what assembly takes for the places of a strip's fields with where they are.
func TestOffsets(t *testing.T) {
	var s kernel.Strip
	var in kernel.Input
	for name, c := range map[string][2]uintptr{
		"N": {unsafe.Offsetof(s.N), amd64.StripN}, "In": {unsafe.Offsetof(s.In), amd64.StripIn}, "Out": {unsafe.Offsetof(s.Out), amd64.StripOut},
		"Flag": {unsafe.Offsetof(s.Flag), amd64.StripFlag}, "Ptr": {unsafe.Offsetof(in.Ptr), amd64.InputPtr},
		"Mask": {unsafe.Offsetof(in.Mask), amd64.InputMask}, "Input": {unsafe.Sizeof(in), amd64.InputSize},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is at %d, not at %d", name, c[0], c[1])
		}
	}
}

// allowed are the extensions that a target stands for, by the names that avo has for them.
var allowed = map[string][]string{
	"avx2":   {"AVX", "AVX2", "FMA3", "F16C"},
	"avx512": {"AVX", "AVX2", "FMA3", "F16C", "AVX512F", "AVX512BW", "AVX512DQ", "AVX512VL"},
}

// short matches what loads more than a constant that is there once.
var short = regexp.MustCompile(`VMOVDQU\S* +c[0-9a-f]{1,16}<>.*`)

// scalar are the instructions that are no vector ones.
var scalar = []string{"MOVQ", "ANDQ", "ADDQ", "SUBQ", "LEAQ", "JNE", "RET"}

// TestInstructions reads every assembly file that the generator wrote: what it needs of the processor, that no
// instruction is one of SSE without V (which would wait for the upper halves of registers), and that every way out clears the
// registers from 16 on that were written, and passes VZEROUPPER. The assembler and vet see the files, too, when their packages are built and vetted.
func TestInstructions(t *testing.T) {
	files, _ := filepath.Glob("../../generated/*/*_amd64.s")
	if len(files) < 10 {
		t.Fatalf("only %d assembly files in generated", len(files))
	}
	wide := regexp.MustCompile(`\b([ZK][0-9]+|[XY](1[6-9]|2[0-9]|3[01]))\b`)
	high := regexp.MustCompile(`[XYZ](1[6-9]|2[0-9]|3[01])$`)
	functions := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		isa := strings.Split(strings.TrimSuffix(filepath.Base(name), "_amd64.s"), "_")
		target := isa[len(isa)-1]
		last := ""
		written, cleared := map[string]bool{}, map[string]bool{}
		for i, line := range strings.Split(string(data), "\n") {
			fault := func(format string) { t.Errorf("%s:%d: "+format+": %s", name, i+1, line) }
			if needs, ok := strings.CutPrefix(line, "// Requires: "); ok {
				for _, ext := range strings.Split(needs, ", ") {
					if !slices.Contains(allowed[target], ext) {
						fault("not part of " + target)
					}
				}
			}
			if strings.HasPrefix(line, "TEXT") {
				functions++
				clear(written)
			}
			if !strings.HasPrefix(line, "\t") {
				continue
			}
			op := strings.Fields(line)[0]
			switch {
			case slices.Contains(scalar, op):
			case op[0] != 'V' && op[0] != 'K':
				fault("no instruction of vectors")
			case target == "avx2" && wide.MatchString(line):
				fault("a register of AVX-512")
			}
			if short.MatchString(line) {
				fault("reads more than the constant")
			}
			if r := high.FindString(line); r != "" {
				if strings.Join(strings.Fields(line), " ") == fmt.Sprintf("VPXORD %[1]s, %[1]s, %[1]s", "X"+r[1:]) {
					cleared[r[1:]] = true
				} else {
					written[r[1:]] = true
				}
			}
			if op == "RET" {
				for r := range written {
					if !cleared[r] {
						fault("register " + r + " is left as it is")
					}
				}
				clear(cleared)
			}
			if op == "RET" && last != "VZEROUPPER" {
				fault("the upper halves of the registers are left as they are")
			}
			last = op
		}
	}
	if functions < 1000 {
		t.Errorf("only %d functions", functions)
	}
}

// TestSmallConstants has more constants of 2 bytes, which AVX-512 cannot repeat from memory, than there are registers.
func TestSmallConstants(t *testing.T) {
	b := vec.NewBuilder(vec.I16, vec.I16)
	sum := b.Arg(0)
	for i := range 40 {
		sum = b.Add(sum, b.Mul(b.Sub(b.Int(vec.I16, int64(1000+i)), b.Arg(0)), b.Arg(1)))
	}
	for _, target := range []*amd64.Target{amd64.AVX2, amd64.AVX512} {
		f := amd64.NewFile()
		if err := f.Add(target, "f", b.Func(sum)); err != nil {
			t.Fatal(err)
		}
		text, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if bad := short.Find(text); bad != nil {
			t.Errorf("%s reads more than the constant: %s", target.Name, bad)
		}
	}
}
