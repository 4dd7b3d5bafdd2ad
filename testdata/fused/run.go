package fused

import (
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// Package is what b2gen has made of a package of expressions.
type Package struct {
	Kernels []*kernel.Kernel
	Into    map[string]any // the functions over plain slices, by the kernels' names
}

// Main runs the cases of a file; it exits with 1 when a result differs.
func Main(file string, packages ...Package) {
	f, err := os.Open(file)
	var cases []Case
	if err == nil {
		err = gob.NewDecoder(f).Decode(&cases)
	}
	if err == nil {
		err = Run(os.Stdout, cases, packages)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// most is how many faults are told.
const most = 20

type runner struct {
	ctx      context.Context
	out      io.Writer
	faults   int
	results  int // that were compared
	elements int64
	intos    int
	exempt   int // elements that depend on a NaN's sign, and differ
	tallies  [cpu.NumISA]tally
	portable int // kernels without vector functions
}

// Run computes each case in all ways that the machine can and compares every bit, NaN's sign and payload aside.
func Run(out io.Writer, cases []Case, packages []Package) error {
	kernels, into := map[string]*kernel.Kernel{}, map[string]any{}
	for _, p := range packages {
		for _, k := range p.Kernels {
			kernels[k.Name], into[k.Name] = k, p.Into[k.Name]
		}
	}
	r := &runner{ctx: context.Background(), out: out}
	for _, c := range cases {
		k := kernels[c.Kernel]
		if k == nil {
			r.fault(c, nil, "b2gen has made no kernel of it")
			continue
		}
		r.run(c, k, into[c.Kernel])
	}
	r.summary(len(cases))
	if r.faults > 0 {
		return fmt.Errorf("%d faults", r.faults)
	}
	return nil
}

func (r *runner) run(c Case, k *kernel.Kernel, into any) {
	counts := count(k)
	before := r.elements
	for i := range c.Settings {
		s := &c.Settings[i]
		if err := r.setting(c, s, k, into); err != nil {
			r.fault(c, s, err.Error())
		}
	}
	if err := counts.unused(); err != nil && r.elements > before {
		r.fault(c, nil, err.Error())
	}
	vectors := false
	for _, stage := range counts {
		for isa, n := range stage {
			r.tallies[isa].add(n)
			vectors = vectors || n != nil && cpu.ISA(isa) > cpu.Go
		}
	}
	if !vectors {
		r.portable++
	}
}

// fault tells what is wrong, and how to see it again.
func (r *runner) fault(c Case, s *Setting, what string) {
	if r.faults++; r.faults > most {
		return
	}
	seed, number, _ := strings.Cut(c.Name, ":")
	fmt.Fprintf(r.out, "FAULT %s: %s\n  %s\n  %s\n", c.Name, what, c.Directive, c.Expr)
	if s != nil {
		for _, o := range s.Operands {
			fmt.Fprintf(r.out, "    %s is %s, of %s %v", o.Name, o.form(), o.DType, o.Shape)
			if len(o.Slice) > 0 {
				fmt.Fprintf(r.out, ", sliced %v", o.Slice)
			}
			fmt.Fprintln(r.out)
		}
	}
	fmt.Fprintf(r.out, "  again: B2_SEED=%s B2_FUSED_ONLY=%s go test -count=1 -v -run 'TestFused$' .\n", seed, number)
}

func (o Operand) form() string {
	form := "plain"
	if o.Chunks != nil {
		form = fmt.Sprintf("stored in chunks of %v, blocks of %v", o.Chunks, o.Blocks)
	}
	if o.Swapped {
		form += ", big-endian"
	}
	if o.Transposed {
		form += ", transposed"
	}
	return form
}

// summary says what was computed, and what this machine could not.
func (r *runner) summary(cases int) {
	fmt.Fprintf(r.out, "%d expressions ran fused; %d results with %d elements were compared, %d of them of functions over plain slices\n",
		cases, r.results, r.elements, r.intos)
	for isa := cpu.Go; isa < cpu.NumISA; isa++ {
		t := r.tallies[isa]
		if isa > cpu.Best() {
			fmt.Fprintf(r.out, "%s: SKIPPED, this machine cannot run its %d functions\n", isa, t.stages)
			continue
		}
		fmt.Fprintf(r.out, "%s: %d functions of stages, %d strips", isa, t.stages, t.strips)
		if isa == cpu.Go {
			fmt.Fprintln(r.out)
			continue
		}
		fmt.Fprintf(r.out, ", %d of them to the end; %d functions left lanes of all their strips to portable code\n", t.wholeStrips, t.stages-t.whole)
		if t.stages >= 50 && 10*(t.stages-t.whole) > t.stages {
			fmt.Fprintf(r.out, "FAULT: data that leave so much to portable code test little of %s\n", isa)
			r.faults++
		}
	}
	fmt.Fprintf(r.out, "%d kernels are portable only; %d elements differ where a NaN's sign was asked for\n", r.portable, r.exempt)
}

// isas are the instruction sets of this machine.
func isas() (names []string) {
	for i := range cpu.Best() + 1 {
		names = append(names, i.String())
	}
	return names
}

// setting computes one setting in all ways.
func (r *runner) setting(c Case, s *Setting, k *kernel.Kernel, into any) error {
	vars, err := s.vars(r.ctx)
	if err != nil {
		return err
	}
	interpreted, err := b2.Lazy(c.Expr, vars)
	if err != nil {
		return err
	}
	fused, err := b2.Lazy(c.Expr, vars, b2.WithKernels(k), b2.RequireKernel())
	if err != nil {
		return err
	}
	if name := fused.Kernel(); name != c.Kernel {
		return fmt.Errorf("it runs with kernel %q, not %s", name, c.Kernel)
	}
	p := pair{interpreted: interpreted, fused: fused}
	if p.signs, err = c.nanSigns(vars); err != nil {
		return err
	}
	if err := r.compare("whole", p, nil); err != nil {
		return err
	}
	if len(s.Slice) > 0 {
		if err := r.compare(fmt.Sprintf("slice %v", s.Slice), p.slice(s.Slice), nil); err != nil {
			return err
		}
	}
	if s.Chunks != nil {
		if err := r.compare("computed", p, []b2.ComputeOption{b2.Chunks(s.Chunks...)}); err != nil {
			return err
		}
	}
	if !s.Into {
		return nil
	}
	return r.into(c, s, p, into)
}

// pair is the same expression interpreted and fused, and where it depends on a NaN's sign; nil: nowhere.
type pair struct{ interpreted, fused, signs *b2.Expr }

func (p pair) slice(s []Span) pair {
	p.interpreted, p.fused = p.interpreted.Slice(items(s)...), p.fused.Slice(items(s)...)
	if p.signs != nil {
		p.signs = p.signs.Slice(items(s)...)
	}
	return p
}

// nanSigns is true where the case asks for the sign of a NaN, in the shape of the result.
func (c Case) nanSigns(vars b2.Vars) (*b2.Expr, error) {
	if len(c.Signs) == 0 {
		return nil, nil
	}
	text := fmt.Sprintf("(%s) != (%s) and False", c.Expr, c.Expr)
	for _, s := range c.Signs {
		text += fmt.Sprintf(" or isnan(%s)", s)
	}
	return b2.Lazy(text, vars)
}

// compare computes a result interpreted by portable code, and then in all other ways.
func (r *runner) compare(what string, p pair, compute []b2.ComputeOption) error {
	want, err := b2.ReadBytes(r.ctx, p.interpreted, b2.ISA("go"), b2.Workers(1))
	if err != nil {
		return fmt.Errorf("%s, interpreted: %w", what, err)
	}
	for i, isa := range isas() {
		for _, way := range []struct {
			name string
			e    *b2.Expr
		}{{"interpreted", p.interpreted}, {"fused", p.fused}} {
			if way.e == p.interpreted && (isa == "go" || compute != nil) {
				continue
			}
			name := fmt.Sprintf("%s, %s on %s", what, way.name, isa)
			var x b2.Operand = way.e
			if compute != nil {
				a, err := way.e.Compute(r.ctx, append(compute, b2.ISA(isa), b2.Workers(1+i))...)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				x = a
			}
			got, err := b2.ReadBytes(r.ctx, x, b2.ISA(isa), b2.Workers(1+i))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := r.same(name, got, want, p); err != nil {
				return err
			}
		}
	}
	return nil
}
