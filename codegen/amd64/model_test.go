package amd64

import (
	"math"
	"testing"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
	"github.com/mmcloughlin/avo/x86"
)

// TestTurn has loops whose cycles are known: what limits each is said.
func TestTurn(t *testing.T) {
	y := func(n int) reg.Register { return register(n, 32) }
	instruction := func(i *ir.Instruction, err error) ir.Node {
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	chain := func(n int) (list []ir.Node) { // each waits for the one before, also in the turn before
		for range n {
			list = append(list, instruction(x86.VFMADD231PD(y(1), y(2), y(0))))
		}
		return list
	}
	apart := func(n int) (list []ir.Node) { // each needs what the turn before made at its place
		for i := range n {
			list = append(list, instruction(x86.VFMADD231PD(y(14), y(15), y(i))))
		}
		return list
	}
	pairs := func(n int) (list []ir.Node) {
		for i := range n {
			list = append(list, instruction(x86.VMULPD(y(14), y(15), y(i))), instruction(x86.VADDPD(y(14), y(15), y(i))))
		}
		return list
	}
	loads := func(n int) (list []ir.Node) {
		for i := range n {
			list = append(list, instruction(x86.VMOVDQU(operand.Mem{Base: reg.RAX, Disp: 32 * i}, y(i))))
		}
		return list
	}
	// A turn that is longer than the registers are many, at whose end a chain waits: the next one's comes after it.
	long := append(loads(12), chain(10)...)
	for range 20 {
		long = append(long, loads(12)...)
	}
	for _, c := range []struct {
		name   string
		loop   []ir.Node
		cycles float64
	}{
		{"latency", chain(5), 20},
		{"multipliers", apart(12), 6},
		{"multipliers and adders", pairs(10), 5},
		{"loads", loads(12), 6},
		{"more loads than anything", long, 126},
	} {
		if got := turn(c.loop, 2); math.Abs(got-c.cycles) > 0.1*c.cycles {
			t.Errorf("%s: %.1f cycles, want %v", c.name, got, c.cycles)
		}
	}
}
