package b2_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/b2gen/b2/ir"
)

// TestFused draws random expressions that have a fused kernel, generates and compiles the kernels in a module of its own, as
// a user would, and computes each expression there with operands of many shapes: interpreted, and fused with every
// instruction set of the machine. All must give the same bits, NaN's sign and payload aside.
// B2_FUSED is the number of expressions, B2_SEED makes them other ones, and B2_FUSED_ONLY is the number of a single one.
func TestFused(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program")
	}
	seed, count := uint64(1), 12
	if s := os.Getenv("B2_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	if s := os.Getenv("B2_FUSED"); s != "" {
		count, _ = strconv.Atoi(s)
	}
	start := time.Now()
	f := newFusedDrawing(t, seed)
	if s := os.Getenv("B2_FUSED_ONLY"); s != "" {
		i, _ := strconv.ParseUint(s, 10, 64)
		f.draw(i)
		count = 1
	} else {
		f.drawAll(count)
	}
	if len(f.cases) < count {
		t.Fatalf("of B2_SEED=%d %d expressions have a kernel, not %d: %v", seed, len(f.cases), count, f.without)
	}
	t.Logf("drawn in %.1fs", time.Since(start).Seconds())
	f.report()
	m := newFusedModule(t, f.cases)
	m.timed("generated", m.generate)
	m.sizes()
	m.timed("vetted", func() { m.must("vet", "./...") })
	m.timed("compiled", func() { m.must("build", "-o", "run", ".") })
	m.timed("ran", func() {
		out, err := exec.Command(filepath.Join(m.dir, "run"), filepath.Join(m.dir, "cases")).CombinedOutput()
		t.Logf("\n%s", out)
		if err != nil {
			t.Errorf("fused and interpreted results are not the same: %v", err)
		}
	})
}

// enoughFused is how many expressions are so many that each row is drawn by itself.
const enoughFused = 200

// drawAll draws cases until there are so many.
func (f *fusedDrawing) drawAll(count int) {
	for k := 0; k < len(f.kernelRows) && count >= enoughFused; k++ {
		for n, try := len(f.cases), uint64(0); len(f.cases) == n && try < 80; try++ {
			f.draw(rowsFrom + uint64(k)<<20 + try)
		}
	}
	for i := uint64(0); len(f.cases) < count && i < uint64(20*count); i++ {
		f.draw(i)
	}
}

// report says what was drawn and what has no kernel, and fails when much is trivial or a row was left out.
func (f *fusedDrawing) report() {
	var missing []string
	for _, op := range f.kernelRows {
		if f.rows[op.Name] == 0 {
			missing = append(missing, op.Name)
		}
	}
	each := float64(f.operations) / float64(len(f.cases))
	f.t.Logf("B2_SEED=%d: %d expressions of %.1f operations each; %d of %d rows that kernels can have, %d of %d loops",
		f.seed, len(f.cases), each, len(f.kernelRows)-len(missing), len(f.kernelRows), len(f.loops), len(ir.Loops()))
	if len(f.cases) >= enoughFused && (len(missing) > 0 || each < 3) {
		f.t.Errorf("that is too little; never drawn: %v", missing)
	}
	for _, r := range slices.Sorted(maps.Keys(f.without)) {
		f.t.Logf("%d more have no kernel: %s", f.without[r], r)
	}
}
