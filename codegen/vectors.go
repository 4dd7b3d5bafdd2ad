package codegen

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/codegen/amd64"
	"github.com/b2gen/b2/ir/vec"
)

// onAMD64 and elsewhere are the build constraints of files with vector functions, and of those without.
const (
	onAMD64   = "//go:build amd64 && !purego"
	elsewhere = "//go:build !amd64 || purego"
)

// targets are the instruction sets that vector functions are written for, by the names that package cpu has for them.
// Those that portable code runs on need no row.
var targets = []*amd64.Target{amd64.AVX2, amd64.AVX512}

// assemblyFile is the file of a target's functions.
func assemblyFile(name string, t *amd64.Target) string {
	return fmt.Sprintf("%s_%s_amd64.s", name, strings.ToLower(t.Name))
}

// vectors are the vector functions of a package: for each function the targets that can do it.
type vectors struct {
	files map[string]*amd64.File // by name, without what tells the target
	names []string               // of files, in order
	stubs []stub
	order []string                   // of the functions that were to be added
	has   map[string][]*amd64.Target // of a function
}

type stub struct{ name, doc string }

func newVectors() *vectors {
	return &vectors{files: map[string]*amd64.File{}, has: map[string][]*amd64.Target{}}
}

// add writes f for every target that can do it, to a file for each.
func (v *vectors) add(file, name string, f *vec.Func) {
	v.order = append(v.order, name)
	for _, t := range targets {
		path := assemblyFile(file, t)
		if v.files[path] == nil {
			v.files[path] = amd64.NewFile()
			v.names = append(v.names, path)
		}
		if err := v.files[path].Add(t, name+t.Name, f); err != nil {
			continue // the portable function does it
		}
		v.has[name] = append(v.has[name], t)
		v.stubs = append(v.stubs, stub{name + t.Name, fmt.Sprintf("%s is %s with the instructions of %s.", name+t.Name, name, t.Name)})
	}
}

// render writes the assembly files.
func (v *vectors) render(files map[string][]byte) error {
	for _, name := range v.names {
		if len(v.files[name].Functions) == 0 {
			continue
		}
		text, err := v.files[name].Bytes()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		files[name] = text
	}
	return nil
}

// declare writes the Go declarations of the functions.
func (v *vectors) declare(f *jen.File) {
	for _, s := range v.stubs {
		f.Comment(s.doc).Line().Comment("//").Line().Comment("//go:noescape")
		f.Func().Id(s.name).Params(jen.Id("s").Op("*").Qual(kernelPath, "Strip"))
	}
}

// runsType is the type of Stage.Run.
func runsType() *jen.Statement {
	return jen.Index(jen.Qual(cpuPath, "NumISA")).Func().Params(jen.Op("*").Qual(kernelPath, "Strip"))
}

// runs is a Stage.Run of the portable function and those of some targets.
func runs(name string, targets ...*amd64.Target) *jen.Statement {
	list := []jen.Code{jen.Qual(cpuPath, "Go").Op(":").Id(name)}
	for _, t := range targets {
		list = append(list, jen.Qual(cpuPath, t.Name).Op(":").Id(name+t.Name))
	}
	return runsType().Values(list...)
}

// runName is the function that gives a stage's Run.
func runName(stage string) string { return stage + "Run" }

// vectorRuns is the file with the stages' functions where there are vectors, and with what declares them.
func (p *Package) vectorRuns(v *vectors) *jen.File {
	f := newFile(p.Name, p.declared)
	f.HeaderComment(onAMD64)
	for _, name := range v.order {
		f.Func().Id(runName(name)).Params().Add(runsType()).Block(jen.Return(runs(name, v.has[name]...)))
	}
	v.declare(f)
	return f
}

// portableRuns is the file with the stages' functions everywhere else.
func (p *Package) portableRuns(v *vectors) *jen.File {
	f := newFile(p.Name, p.declared)
	f.HeaderComment(elsewhere)
	for _, name := range v.order {
		f.Func().Id(runName(name)).Params().Add(runsType()).Block(jen.Return(runs(name)))
	}
	return f
}
