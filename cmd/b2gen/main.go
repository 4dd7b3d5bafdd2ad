// Command b2gen writes fused kernels for the expressions of a Go package. Put
//
//	//go:generate go tool b2gen
//
// in a file of the package, and above a string constant that holds an expression
//
//	//b2gen:kernel a=float32[j,k] b=float64[i,j,k]
//
// which declares the element type of each operand and the axes it varies over. It writes b2gen.go, whose Kernels
// function goes to b2.WithKernels.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/b2gen/b2/codegen"
)

const output = "b2gen.go"

func main() {
	check := flag.Bool("check", false, "write nothing; fail when the files on disk are not what would be written")
	strips := flag.Bool("strips", false, "write the interpreter's strips instead (for b2 itself)")
	fluent := flag.Bool("fluent", false, "write the fluent API instead (for b2 itself)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: b2gen [-check] [folder]\n\nWrites the fused kernels of the folder's //b2gen:kernel directives to "+output+".")
		flag.PrintDefaults()
	}
	flag.Parse()
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
	pkg, directives, err := codegen.ReadPackage(dir, output)
	if err != nil {
		return nil, err
	}
	if len(directives) == 0 {
		return nil, fmt.Errorf("no //b2gen:kernel directive in %s", dir)
	}
	src, err := codegen.Kernels(pkg, directives)
	return map[string][]byte{output: src}, err
}

// write puts the files on disk, or with check compares them with what is there.
func write(dir string, files map[string][]byte, check bool) error {
	var stale []string
	for name, src := range files {
		path := filepath.Join(dir, name)
		have, err := os.ReadFile(path)
		if err == nil && bytes.Equal(have, src) || err != nil && !errors.Is(err, os.ErrNotExist) {
			if err != nil {
				return err
			}
			continue
		}
		if check {
			stale = append(stale, path)
			continue
		}
		if err := os.WriteFile(path, src, 0o644); err != nil {
			return err
		}
	}
	if len(stale) > 0 {
		slices.Sort(stale)
		return fmt.Errorf("stale: %v; run go generate", stale)
	}
	return nil
}
