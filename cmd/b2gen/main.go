// Command b2gen writes fused kernels for the expressions of a Go package. Put
//
//	//go:generate go tool b2gen
//
// in a file of the package, and above a string constant that holds an expression
//
//	//b2gen:kernel a=float32[j,k] b=float64[i,j,k]
//
// which declares the element type of each operand and the axes it varies over: names aligned at the last axis, 1
// where it has length 1; without a list an operand varies like the result. name=N gives the kernel another name
// than the constant's, for several directives on one.
//
// It writes b2gen.go, whose Kernels function goes to b2.WithKernels, and which has for each kernel a function over plain
// slices, such as QuadInto; the same as assembly for x86-64, b2gen_avx2_amd64.s and b2gen_avx512_amd64.s, of which a
// program takes what its processor has (the tag purego leaves it out, and a package with cgo can have none), with their
// declarations; and b2gen_test.go, which fails when b2gen.go is stale. Kernels beyond 300 kB of a file go to b2gen_2.go,
// b2gen_2_amd64.go and so on. Files of such names that are not written any more are removed; one that is not from b2gen is
// an error. Code for an expression that has changed does not compile. With -check it only says whether the files are what it
// would write.
//
// The bounds of clip without a list are arrays: where they are scalars it is another function, of lo=float64[] hi=float64[].
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/b2gen/b2/codegen"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail when the files on disk are not what would be written")
	strips := flag.Bool("strips", false, "write the interpreter's strips instead (for b2 itself)")
	fluent := flag.Bool("fluent", false, "write the fluent API instead (for b2 itself)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: b2gen [-check] [folder]\n\nWrites the fused kernels of the folder's //b2gen:kernel directives to "+codegen.KernelFile+" and its test to "+codegen.TestFile+".")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 1 {
		flag.Usage()
		os.Exit(2)
	}
	dir := "."
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	files, err := generate(dir, *strips, *fluent)
	if err == nil {
		err = write(dir, files, *check)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "b2gen:", err)
		os.Exit(1)
	}
}

func generate(dir string, strips, fluent bool) (map[string][]byte, error) {
	switch {
	case strips:
		return codegen.Strips("prim")
	case fluent:
		return codegen.Fluent()
	}
	return codegen.Generate(dir)
}

// write puts the files on disk, or with check compares them with what is there.
func write(dir string, files map[string][]byte, check bool) error {
	var stale []string
	for name, src := range files {
		path := filepath.Join(dir, name)
		have, err := os.ReadFile(path)
		switch {
		case err == nil && bytes.Equal(have, src):
			continue
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return err
		case err == nil && !codegen.Generated(have):
			return fmt.Errorf("%s is not from b2gen, but has the name of a file that b2gen writes: rename it", path)
		}
		if check {
			stale = append(stale, path)
			continue
		}
		if err := os.WriteFile(path, src, 0o644); err != nil {
			return err
		}
	}
	if _, kernels := files[codegen.KernelFile]; kernels {
		left, err := leftovers(dir, files, check)
		if err != nil {
			return err
		}
		stale = append(stale, left...)
	}
	slices.Sort(stale)
	switch len(stale) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%s is stale: run go generate", stale[0])
	}
	return fmt.Errorf("%s are stale: run go generate", strings.Join(stale, " and "))
}

// leftovers are files that were written once and would not be now. Without check they are removed.
func leftovers(dir string, files map[string][]byte, check bool) (left []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if _, wanted := files[e.Name()]; wanted || !codegen.Writes(e.Name()) {
			continue
		}
		if have, readErr := os.ReadFile(path); readErr != nil || !codegen.Generated(have) {
			continue
		}
		if left = append(left, path); !check {
			err = errors.Join(err, os.Remove(path))
		}
	}
	if !check {
		left = nil
	}
	return left, err
}
