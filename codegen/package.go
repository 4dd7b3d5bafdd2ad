package codegen

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The files that Generate writes.
const (
	KernelFile   = "b2gen.go"
	TestFile     = "b2gen_test.go"
	vectorFile   = "b2gen_amd64.go"
	portableFile = "b2gen_other.go"
)

// Written are all names of files that Generate may write. Those that it does not are none of the package's any more.
func Written() []string {
	names := []string{KernelFile, TestFile, vectorFile, portableFile}
	for _, t := range targets {
		names = append(names, assemblyFile("b2gen", t))
	}
	return names
}

// Package is what the generator reads of a Go package.
type Package struct {
	Name       string
	Directives []Directive
	declared   map[string]bool // names of the package
	cgo        bool            // then it can have no assembly
}

// Generate makes the files of fused kernels for the //b2gen:kernel directives of the Go package in a folder, by name.
func Generate(dir string) (map[string][]byte, error) {
	p, err := ReadPackage(dir)
	if err != nil {
		return nil, err
	}
	if len(p.Directives) == 0 {
		return nil, fmt.Errorf("no file of %s has a //b2gen:kernel directive above a string constant", dir)
	}
	files := map[string][]byte{}
	if err := render(files, TestFile, p.test()); err != nil {
		return nil, err
	}
	var v *vectors
	if !p.cgo {
		v = newVectors()
	}
	f, err := p.kernels(v)
	if err != nil {
		return nil, err
	}
	if err := render(files, KernelFile, f); err != nil || v == nil {
		return files, err
	}
	return files, errors.Join(v.render(files), render(files, vectorFile, p.vectorRuns(v)), render(files, portableFile, p.portableRuns(v)))
}

// ReadPackage finds the directives in the Go files of a folder, those apart that Generate writes. It reads syntax
// only: the package need not compile.
func ReadPackage(dir string) (*Package, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go")) // sorted
	if err != nil {
		return nil, err
	}
	p := &Package{declared: map[string]bool{}}
	for _, name := range names {
		base := filepath.Base(name)
		if slices.Contains(Written(), base) || base[0] == '_' || base[0] == '.' {
			continue
		}
		if err := p.file(name); err != nil {
			return nil, err
		}
	}
	return p, p.checkNames()
}

// file reads one file.
func (p *Package) file(name string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	found, err := fileDirectives(fset, file)
	if err != nil {
		return err
	}
	why, err := unfit(name, file)
	if err != nil {
		return err
	}
	if why != "" {
		p.cgo = p.cgo || why == usesCgo
		if len(found) > 0 {
			return fmt.Errorf("%s: %s cannot have //b2gen:kernel directives, for its constants are not always there; move them to another file", found[0].Place, why)
		}
		return nil
	}
	if p.Name != "" && p.Name != file.Name.Name {
		return fmt.Errorf("%s: package %s is in the folder of package %s", fset.Position(file.Package), file.Name.Name, p.Name)
	}
	p.Name = file.Name.Name
	p.Directives = append(p.Directives, found...)
	for _, decl := range file.Decls {
		p.declare(decl)
	}
	return nil
}

const usesCgo = "a file that uses cgo"

// unfit says why a file is not always part of the package, if so.
func unfit(name string, file *ast.File) (string, error) {
	if strings.HasSuffix(name, "_test.go") {
		return "a test file", nil
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() < file.Package && constraint.IsGoBuild(c.Text) {
				return "a file with a build constraint", nil
			}
		}
	}
	for _, imp := range file.Imports {
		if imp.Path.Value == `"C"` {
			return usesCgo, nil
		}
	}
	nowhere := build.Default
	nowhere.GOOS, nowhere.GOARCH = "none", "none"
	ok, err := nowhere.MatchFile(filepath.Split(name))
	if !ok {
		return "a file named for one system or processor", err
	}
	return "", err
}

// declare notes the names that a declaration gives to the package.
func (p *Package) declare(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			p.declared[d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				p.declared[s.Name.Name] = true
			case *ast.ValueSpec:
				for _, n := range s.Names {
					p.declared[n.Name] = true
				}
			}
		}
	}
}

// checkNames refuses kernels whose generated names would meet each other or the package's own.
func (p *Package) checkNames() error {
	var errs []error
	seen := map[string]*Directive{}
	for i := range p.Directives {
		d := &p.Directives[i]
		if have := seen[lowerFirst(d.Name)]; have != nil {
			errs = append(errs, fmt.Errorf("%s: kernel %s has the name of %s at %s; tell them apart with name=", d.Place, d.Name, have.Name, have.Place))
		}
		seen[lowerFirst(d.Name)] = d
		for _, name := range []string{"Kernels", d.kernelName(), d.intoName()} {
			if p.declared[name] {
				errs = append(errs, fmt.Errorf("%s: kernel %s needs the name %s, which the package has already; give the kernel another one with name=", d.Place, d.Name, name))
			}
		}
	}
	return errors.Join(errs...)
}
