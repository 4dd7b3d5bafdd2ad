package codegen

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// Strips writes the package of the interpreter's strips: a file for each group of operations, with a function for
// each loop of each, and the look-up from an instruction's key to its function. Files are by name.
func Strips(pkg string) (map[string][]byte, error) {
	groups := map[string][]ir.Instr{}
	for _, in := range ir.Loops() {
		g := group(in)
		groups[g] = append(groups[g], in)
	}
	files, vectors := map[string][]byte{}, newVectors()
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		f := newFile(pkg, nil)
		for _, in := range groups[name] {
			f.Comment(fmt.Sprintf("%s is %s.", stripName(in.Key()), in.Key()))
			f.Add(stripFunc(stripName(in.Key()), in.Func(), []string{"a", "b", "c", "d"}[:in.N]))
			vectors.add(name, stripName(in.Key()), in.Func())
		}
		if err := render(files, name+".go", f); err != nil {
			return nil, err
		}
	}
	if err := vectors.render(files); err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(ir.Loops()))
	for _, in := range ir.Loops() {
		keys = append(keys, in.Key())
	}
	sort.Strings(keys)
	err := errors.Join(render(files, "lookup.go", lookup(pkg, keys)), render(files, "lookup_amd64.go", vectorLookup(pkg, keys, vectors)),
		render(files, "lookup_other.go", noVectors(pkg)))
	return files, err
}

// group is the file that an instruction's strip goes to.
func group(in ir.Instr) string {
	switch {
	case in.Op == nil:
		return "cast"
	case in.In[0].IsComplex() || in.Out.IsComplex():
		switch {
		case in.Op.Complex == nil || in.Op.Complex.ULP == 0:
			return "complex"
		case strings.HasPrefix(in.Op.Name, "arc"): // files stay well below 500 kB
			return "complex_arc"
		case slices.Contains([]string{"sin", "cos", "tan", "sinh", "cosh", "tanh"}, in.Op.Name):
			return "complex_trig"
		}
		return "complex_math"
	case in.Out == dtype.Bool:
		return "logic"
	case in.Op.ULP > 1 && in.Out.IsFloat():
		return "special_" + in.Out.Short()
	case in.Op.ULP > 0 && in.Out.IsFloat():
		return "math_" + in.Out.Short()
	}
	return "arithmetic"
}

// stripName is the function for a key: floor_divide.i4 is floorDivideI4.
func stripName(key string) string {
	parts := strings.FieldsFunc(key, func(r rune) bool { return r == '.' || r == '_' })
	for i, p := range parts[1:] {
		parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}

func lookup(pkg string, keys []string) *jen.File {
	f := newFile(pkg, nil)
	f.Comment("Lookup is the function that computes the instruction of a key, such as \"add.f8\", over a strip; nil for none.")
	f.Func().Id("Lookup").Params(jen.Id("key").String()).Func().Params(jen.Op("*").Qual(kernelPath, "Strip")).Block(
		jen.Switch(jen.Id("key")).BlockFunc(func(b *jen.Group) {
			for _, k := range keys {
				b.Case(jen.Lit(k)).Block(jen.Return(jen.Id(stripName(k))))
			}
		}),
		jen.Return(jen.Nil()),
	)
	return f
}

const vectorDoc = "Vector is Lookup for the very instruction set; nil where it has no function of its own."

// vectorLookup has the vector functions' declarations, too.
func vectorLookup(pkg string, keys []string, v *vectors) *jen.File {
	f := newFile(pkg, nil)
	f.HeaderComment(onAMD64)
	f.Comment(vectorDoc)
	f.Func().Id("Vector").Params(jen.Id("key").String(), jen.Id("isa").Qual(cpuPath, "ISA")).Func().Params(jen.Op("*").Qual(kernelPath, "Strip")).Block(
		jen.Switch(jen.Id("isa")).BlockFunc(func(b *jen.Group) {
			for _, t := range targets {
				b.Case(jen.Qual(cpuPath, t.Name)).Block(jen.Return(jen.Id("vector" + t.Name).Call(jen.Id("key"))))
			}
		}),
		jen.Return(jen.Nil()),
	)
	for _, t := range targets {
		f.Func().Id("vector"+t.Name).Params(jen.Id("key").String()).Func().Params(jen.Op("*").Qual(kernelPath, "Strip")).Block(
			jen.Switch(jen.Id("key")).BlockFunc(func(b *jen.Group) {
				for _, k := range keys {
					if slices.Contains(v.has[stripName(k)], t) {
						b.Case(jen.Lit(k)).Block(jen.Return(jen.Id(stripName(k) + t.Name)))
					}
				}
			}),
			jen.Return(jen.Nil()),
		)
	}
	v.declare(f)
	return f
}

func noVectors(pkg string) *jen.File {
	f := newFile(pkg, nil)
	f.HeaderComment(elsewhere)
	f.Comment(vectorDoc)
	f.Func().Id("Vector").Params(jen.String(), jen.Qual(cpuPath, "ISA")).Func().Params(jen.Op("*").Qual(kernelPath, "Strip")).Block(jen.Return(jen.Nil()))
	return f
}

// newFile starts a generated file of a package, which declares the given names.
func newFile(pkg string, declared map[string]bool) *jen.File {
	f := jen.NewFile(pkg)
	f.HeaderComment(header)
	for _, path := range []string{kernelPath, cpuPath, dtypePath, scalarPath, "math", "os", "os/exec", "path/filepath", "testing"} {
		name := path[strings.LastIndexByte(path, '/')+1:]
		if declared[name] {
			f.ImportAlias(path, "b2"+name)
		} else {
			f.ImportName(path, name)
		}
	}
	return f
}

// render formats a file into files.
func render(files map[string][]byte, name string, f *jen.File) error {
	var buf bytes.Buffer
	if err := f.Render(&buf); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	files[name] = buf.Bytes()
	return nil
}
