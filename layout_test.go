package b2_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// importTable is the table of DESIGN.md section 2: what each package may import, of ours and from outside. A name that
// ends in /* stands for all packages below. The first row that a package matches counts.
var importTable = []struct {
	pkg     string
	ours    []string
	outside []string
}{
	{"", []string{"parser", "ir", "ir/dtype", "ir/shape", "interp", "runtime", "runtime/cpu", "runtime/kernel"}, nil},
	{"ir/dtype", []string{"ir/scalar"}, nil},
	{"ir/scalar", nil, nil},
	{"ir/shape", []string{"ir/dtype"}, nil},
	{"ir/vec", []string{"ir/dtype", "ir/shape", "ir/scalar"}, nil},
	{"ir/lower", []string{"ir/dtype", "ir/vec", "ir/scalar"}, nil},
	{"ir", []string{"parser", "ir/*"}, nil},
	{"parser", nil, []string{"github.com/alecthomas/participle/v2/*"}},
	{"codegen", []string{"ir", "ir/*", "parser", "codegen/amd64"}, []string{"github.com/dave/jennifer/*"}},
	{"codegen/amd64", []string{"ir/dtype", "ir/vec"}, []string{"github.com/mmcloughlin/avo/*"}},
	{"runtime/cpu", nil, nil},
	{"runtime/kernel", []string{"ir/dtype", "ir/shape", "runtime/cpu"}, nil},
	{"runtime/internal/store", []string{"runtime/cpu"}, nil},
	{"runtime/internal/filter", []string{"runtime/cpu"}, nil},
	{"runtime/internal/codec", []string{"runtime/cpu"}, []string{"github.com/klauspost/compress/*", "github.com/pierrec/lz4/*"}},
	{"runtime/internal/chunk", []string{"runtime/internal/codec", "runtime/internal/filter", "runtime/internal/store", "ir/dtype"}, nil},
	{"runtime/internal/frame", []string{"runtime/internal/chunk", "runtime/internal/codec", "runtime/internal/filter", "runtime/internal/store", "ir/dtype"}, nil},
	{"runtime/internal/container", []string{"runtime/internal/frame", "runtime/internal/store"}, nil},
	{"runtime", []string{"runtime/cpu", "runtime/kernel", "runtime/internal/*", "ir/dtype", "ir/shape"}, nil},
	{"generated/*", []string{"runtime/kernel", "runtime/cpu", "ir/dtype", "ir/scalar"}, nil},
	{"interp", []string{"ir", "ir/*", "runtime/kernel", "runtime/cpu", "generated/prim"}, nil},
	{"cmd/b2gen", []string{"codegen", "ir", "parser"}, nil},
	{"cmd/b2/internal/bench/*", []string{"", "cmd/b2/internal/bench/*", "generated/*", "interp", "ir", "ir/dtype", "parser", "runtime/cpu", "runtime/kernel"}, nil},
	{"cmd/b2/*", []string{"", "generated/tutorial", "cmd/b2/internal/*"}, []string{"github.com/alecthomas/kong"}},
}

const modulePath = "github.com/b2gen/b2"

// allows reports whether a list of the table has a package.
func allows(list []string, pkg string) bool {
	return slices.ContainsFunc(list, func(p string) bool { return matches(p, pkg) })
}

func matches(pattern, pkg string) bool {
	if under, ok := strings.CutSuffix(pattern, "/*"); ok {
		return pkg == under || strings.HasPrefix(pkg, under+"/")
	}
	return pattern == pkg
}

// goFiles parses every Go file of the module that is no test, by the package's path in the module.
func goFiles(t *testing.T, visit func(pkg, name string, fset *token.FileSet, file *ast.File)) {
	t.Helper()
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.ContainsAny(d.Name()[:1], "._") || d.Name() == "testdata" || d.Name() == "benchmarks") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(name))
		if pkg == "." {
			pkg = ""
		}
		visit(pkg, name, fset, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportTable(t *testing.T) {
	used := map[string]bool{}
	goFiles(t, func(pkg, name string, _ *token.FileSet, file *ast.File) {
		at := slices.IndexFunc(importTable, func(r struct {
			pkg     string
			ours    []string
			outside []string
		}) bool {
			return matches(r.pkg, pkg)
		})
		if at < 0 {
			t.Errorf("%s: package %q has no row in the import table", name, pkg)
			return
		}
		row := importTable[at]
		used[row.pkg] = true
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			ours, isOurs := strings.CutPrefix(imported, modulePath)
			switch {
			case isOurs && !allows(row.ours, strings.TrimPrefix(ours, "/")):
				t.Errorf("%s: row %q of the import table does not allow %s", name, row.pkg, imported)
			case !isOurs && strings.Contains(strings.Split(imported, "/")[0], ".") && !allows(row.outside, imported):
				t.Errorf("%s: row %q of the import table allows nothing from %s", name, row.pkg, imported)
			case imported == modulePath+"/runtime" && (spec.Name == nil || spec.Name.Name != "b2rt"):
				t.Errorf("%s: package runtime must be imported as b2rt: it shadows the standard one", name)
			}
		}
	})
	for _, row := range importTable {
		if !used[row.pkg] {
			t.Errorf("row %q of the import table matches no package", row.pkg)
		}
	}
}

func TestNoInitFunctions(t *testing.T) {
	goFiles(t, func(_, name string, fset *token.FileSet, file *ast.File) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: b2 has no init functions", fset.Position(f.Pos()))
			}
		}
	})
}
