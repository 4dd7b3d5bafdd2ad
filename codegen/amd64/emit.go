package amd64

import (
	"fmt"
	"go/token"
	"go/types"
	"math"
	"slices"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/buildtags"
	"github.com/mmcloughlin/avo/gotypes"
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
	"github.com/mmcloughlin/avo/reg"
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/vec"
)

// Offsets of the fields of kernel.Strip and kernel.Input, which a test compares with the types.
const (
	StripN    = 0
	StripIn   = 8
	StripOut  = 32
	StripFlag = 40
	InputPtr  = 0
	InputMask = 8
	InputSize = 16
)

// File collects the functions of an assembly file and the constants that they share.
type File struct {
	avo       *ir.File
	signature *gotypes.Signature
	constants map[ref]*ir.Global
	order     []*ir.Global
	Functions []string
	Lines     int // about how many there are
}

// NewFile starts a file for amd64 without the tag purego.
func NewFile() *File {
	f := &File{avo: ir.NewFile(), constants: map[ref]*ir.Global{}}
	f.avo.Constraints = buildtags.And(buildtags.Term("amd64"), buildtags.Not("purego"))
	kernel := types.NewPackage("kernel", "kernel")
	strip := types.NewNamed(types.NewTypeName(token.NoPos, kernel, "Strip", nil), types.NewStruct(nil, nil), nil)
	params := types.NewTuple(types.NewVar(token.NoPos, kernel, "s", types.NewPointer(strip)))
	f.signature = gotypes.NewSignature(nil, types.NewSignatureType(nil, nil, nil, params, nil, false))
	return f
}

// pointers are the registers that hold the operands' addresses. SI is free once these are known: it is the frame's.
var pointers = []reg.Register{reg.RAX, reg.RBX, reg.R8, reg.R9, reg.R10, reg.R11, reg.R12, reg.R13}

const maxOperands = 8

// jumpRare is the jump that a step with rare lanes ends with.
var jumpRare = func(ops ...operand.Op) (*ir.Instruction, error) { return x86.JNE(ops[0]) }

// body is a function in the making.
type body struct {
	file      *File
	fn        *ir.Function
	constants []ref
	cost      float64 // cycles an element
}

func (b *body) add(f maker, ops ...operand.Op) error {
	i, err := f(ops...)
	if err != nil {
		return fmt.Errorf("%w: %v", err, ops)
	}
	b.fn.AddInstruction(i)
	return nil
}

// usedParams are the parameters that a function reads.
func usedParams(f *vec.Func) []int {
	var used []int
	for k := range f.Params {
		for _, v := range f.Values {
			if v.Op == vec.Arg && v.Imm == uint64(k) {
				used = append(used, k)
				break
			}
		}
	}
	return used
}

// assemble puts the loop between its beginning and its ends. The frame holds the operands' steps, then the values that
// have no register, from a whole cache line on.
func (b *body) assemble(t *Target, s *selector, loop *body, a *allocator) error {
	used, slots := s.used, a.slots
	strides := 8 * len(used)
	if slots > 0 {
		slots += slotSize
	}
	b.fn.AllocLocal(strides + slots)
	if slots == 0 {
		b.fn.Attributes = attr.NOSPLIT
	}
	at := func(base reg.Register, disp int) operand.Mem { return operand.Mem{Base: base, Disp: disp} }
	stride := func(i int) operand.Mem { return operand.NewStackAddr(8 * i) }
	var err error
	do := func(i *ir.Instruction, e error) {
		if err == nil {
			if err = e; e == nil {
				b.fn.AddInstruction(i)
			}
		}
	}
	do(x86.MOVQ(operand.NewParamAddr("s", 0), reg.RDI))
	do(x86.MOVQ(at(reg.RDI, StripN), reg.RCX))
	do(x86.MOVQ(at(reg.RDI, StripIn), reg.RSI))
	do(x86.MOVQ(at(reg.RDI, StripOut), reg.RDX))
	for i, k := range used {
		do(x86.MOVQ(at(reg.RSI, InputSize*k+InputPtr), pointers[i]))
		do(x86.MOVQ(at(reg.RSI, InputSize*k+InputMask), reg.R15))
		do(x86.ANDQ(number(s.n*s.parts*s.f.Params[k].Storage().Size()), reg.R15))
		do(x86.MOVQ(reg.R15, stride(i)))
	}
	if slots > 0 {
		do(x86.LEAQ(operand.NewStackAddr(strides+slotSize-1), reg.RSI))
		do(x86.ANDQ(operand.I8(-slotSize), reg.RSI))
	}
	for _, r := range s.order {
		op := s.move(r.full)
		from := b.constant(r, false)
		if t.masks && (r.elem == 4 || r.elem == 8) {
			op, from = broadcast(r.elem), b.constant(r, true)
		}
		do(op.plain(from, register(slices.Index(s.order, r), r.full)))
	}
	if err == nil {
		err = b.clear(t, a)
	}
	b.fn.AddLabel("loop")
	b.fn.Nodes = append(b.fn.Nodes, loop.fn.Nodes...)
	for i := range used {
		do(x86.ADDQ(stride(i), pointers[i]))
	}
	out := s.f.Values[s.f.Results[0]].Type
	do(x86.ADDQ(number(s.n*s.parts*out.Storage().Size()), reg.RDX))
	do(x86.SUBQ(operand.Imm(uint64(s.n*s.parts)), reg.RCX))
	do(x86.JNE(operand.LabelRef("loop")))
	if err == nil {
		err = b.look(t, a)
	}
	high := b.highRegisters()
	leave := func() {
		for _, r := range high {
			do(x86.VPXORD(r, r, r))
		}
		do(x86.VZEROUPPER())
		do(x86.RET())
	}
	leave()
	if len(s.witnesses) > 0 {
		b.fn.AddLabel("rare")
		do(x86.MOVQ(operand.I32(1), at(reg.RDI, StripFlag)))
		leave()
	}
	return err
}

// highRegisters are the vector registers from 16 on that are written, which VZEROUPPER leaves as they are. What they hold would take up
// registers of the machine that the code after them renames to: on Zen 4, that made functions of AVX2 5 % slower for the rest of the process.
func (b *body) highRegisters() []reg.Register {
	var written [32]bool
	for _, n := range b.fn.Nodes {
		i, ok := n.(*ir.Instruction)
		if !ok {
			continue
		}
		for _, o := range i.Outputs {
			if r, ok := o.(reg.Physical); ok && r.Kind() == reg.KindVector {
				written[r.PhysicalIndex()] = true
			}
		}
	}
	var high []reg.Register
	for i := 16; i < len(written); i++ {
		if written[i] {
			high = append(high, register(i, 16))
		}
	}
	return high
}

// number is an immediate of one byte or of four: of two, there is none for words of eight.
func number(n int) operand.Op {
	if n > math.MaxUint8 {
		return operand.U32(n)
	}
	return operand.U8(n)
}

// frame is a place in the frame.
func (b *body) frame(slot int) operand.Op { return operand.Mem{Base: reg.RSI, Disp: slot} }

// constant is where a constant is: repeated by the instruction, it is there once.
func (b *body) constant(r ref, repeat bool) operand.Op {
	if repeat {
		r.full = r.elem
	}
	b.constants = append(b.constants, r)
	return operand.Mem{Symbol: operand.Symbol{Name: r.symbol(), Static: true}, Base: reg.StaticBase}
}

// symbol names a constant by its bits and how often they are repeated.
func (r ref) symbol() string {
	text := fmt.Sprintf("c%0*x", 2*min(r.elem, 8), r.bits)
	if r.elem == 16 {
		text = fmt.Sprintf("c%016x%016x", r.high, r.bits)
	}
	if n := r.full / r.elem; n > 1 {
		text += fmt.Sprintf("x%d", n)
	}
	return text
}

// keep adds a constant to the file.
func (f *File) keep(r ref) {
	if f.constants[r] != nil {
		return
	}
	g := ir.NewStaticGlobal(r.symbol())
	g.Attributes = attr.RODATA | attr.NOPTR
	for i := 0; i < r.full; i += r.elem {
		switch r.elem {
		case 1:
			g.Append(operand.U8(r.bits))
		case 2:
			g.Append(operand.U16(r.bits))
		case 4:
			g.Append(operand.U32(r.bits))
		case 16:
			g.Append(operand.U64(r.bits))
			g.Append(operand.U64(r.high))
		default:
			g.Append(operand.U64(r.bits))
		}
	}
	f.constants[r] = g
	f.order = append(f.order, g)
}

// Bytes is the text of the file, the constants after the functions.
func (f *File) Bytes() ([]byte, error) {
	for _, g := range f.order {
		f.avo.AddSection(g)
	}
	if err := pass.Compile.Execute(f.avo); err != nil {
		return nil, err
	}
	return printer.NewGoAsm(printer.Config{Name: "b2gen"}).Print(f.avo)
}
