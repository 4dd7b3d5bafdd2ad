package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/b2gen/b2"
	kernels "github.com/b2gen/b2/generated/tutorial"
)

// bed is what the works stand on: the operands, made when the first work needs them, and a folder for results.
type bed struct {
	size    size
	dir     string // where a.b2nd and b.b2nd may be; "": nowhere
	scratch string // a folder of our own
	isa     string // the instruction set that is used
	kernels []b2.LazyOption

	pathA, pathB string
	plainA       []float32
	plainB       []float64
	memA, memB   *b2.Array
}

func newBed(dir string, s size) (*bed, error) {
	scratch, err := os.MkdirTemp(dir, "b2-bench-")
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	options := []b2.LazyOption{b2.WithKernels(kernels.Kernels()...), b2.RequireKernel()}
	return &bed{size: s, dir: dir, scratch: scratch, isa: bestISA(), kernels: options}, nil
}

func (b *bed) remove() error {
	if err := os.RemoveAll(b.scratch); err != nil {
		return fmt.Errorf("bench: cleaning up: %w", err)
	}
	return nil
}

// options make an engine compute an expression.
func (b *bed) options(e engine) []b2.LazyOption {
	if e == fused {
		return b.kernels
	}
	return nil
}

// files are the operands on disk: those of the folder given, which another program may have written, or else ours.
func (b *bed) files(ctx context.Context) (pathA, pathB string, err error) {
	if b.pathA != "" {
		return b.pathA, b.pathB, nil
	}
	pathA, pathB = filepath.Join(b.dir, "a.b2nd"), filepath.Join(b.dir, "b.b2nd")
	found, err := exist(b.dir, pathA, pathB)
	if err != nil {
		return "", "", err
	}
	if !found {
		pathA, pathB = filepath.Join(b.scratch, "a.b2nd"), filepath.Join(b.scratch, "b.b2nd")
		if err := b.makeFiles(ctx, pathA, pathB); err != nil {
			return "", "", err
		}
	}
	err = errors.Join(check(ctx, pathA, b2.Float32, b.size.shapeA()), check(ctx, pathB, b2.Float64, b.size.shapeB()))
	if err != nil {
		return "", "", err
	}
	b.pathA, b.pathB = pathA, pathB
	return pathA, pathB, nil
}

// exist reports whether a folder was given and has all the files.
func exist(dir string, paths ...string) (bool, error) {
	if dir == "" {
		return false, nil
	}
	for _, path := range paths {
		switch _, err := os.Stat(path); {
		case errors.Is(err, fs.ErrNotExist):
			return false, nil
		case err != nil:
			return false, err
		}
	}
	return true, nil
}

func (b *bed) makeFiles(ctx context.Context, pathA, pathB string) error {
	x, err := b2.Linspace(ctx, 0, 1, b2.Shape(b.size.shapeA()...), b2.Type(b2.Float32), b2.Path(pathA))
	if err != nil {
		return err
	}
	y, err := b2.Linspace(ctx, 1, 2, b2.Shape(b.size.shapeB()...), b2.Path(pathB))
	if err != nil {
		return errors.Join(err, x.Close())
	}
	return errors.Join(x.Close(), y.Close())
}

// check makes sure that a file that was found is the works' operand.
func check(ctx context.Context, path string, d b2.DType, shape []int) error {
	x, err := b2.Open(ctx, path)
	if err != nil {
		return err
	}
	if x.DType() != d || !slices.Equal(x.Shape(), shape) {
		err = fmt.Errorf("%s is %s %v, but the works need %s %v", path, x.DType(), x.Shape(), d, shape)
	}
	return errors.Join(err, x.Close())
}

// plain is the operands as Go slices.
func (b *bed) plain(ctx context.Context) ([]float32, []float64, error) {
	if b.plainB != nil {
		return b.plainA, b.plainB, nil
	}
	pathA, pathB, err := b.files(ctx)
	if err != nil {
		return nil, nil, err
	}
	if b.plainA, err = readFile[float32](ctx, pathA); err != nil {
		return nil, nil, err
	}
	b.plainB, err = readFile[float64](ctx, pathB)
	return b.plainA, b.plainB, err
}

func readFile[T b2.Element](ctx context.Context, path string) ([]T, error) {
	x, err := b2.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	data, err := b2.Read[T](ctx, x)
	return data, errors.Join(err, x.Close())
}

// memory is the operands compressed in memory.
func (b *bed) memory(ctx context.Context) (*b2.Array, *b2.Array, error) {
	if b.memB != nil {
		return b.memA, b.memB, nil
	}
	x, y, err := b.plain(ctx)
	if err != nil {
		return nil, nil, err
	}
	if b.memA, err = b2.From(ctx, x, b2.Shape(b.size.shapeA()...)); err != nil {
		return nil, nil, err
	}
	b.memB, err = b2.From(ctx, y, b2.Shape(b.size.shapeB()...))
	return b.memA, b.memB, err
}
