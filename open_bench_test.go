package b2_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2"
)

// BenchmarkSliceAgain reads planes across all blocks of an array, one after the other, and the same rows again.
func BenchmarkSliceAgain(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "a.b2nd")
	x, err := b2.Linspace(ctx, 0, 1, b2.Shape(100, 150, 200), b2.Path(path))
	if err != nil {
		b.Fatal(err)
	}
	x.Close()
	for name, opts := range map[string][]b2.OpenOption{
		"default": nil, "off": {b2.Cache(0)}, "mapped": {b2.Mmap()}, "mapped, off": {b2.Mmap(), b2.Cache(0)},
	} {
		a, err := b2.Open(ctx, path, opts...)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { a.Close() })
		b.Run("planes/"+name, func(b *testing.B) {
			for i := range b.N {
				if _, err := b2.Read[float64](ctx, a.Slice(b2.All(), b2.All(), b2.At(i%200))); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("rows/"+name, func(b *testing.B) {
			for range b.N {
				if _, err := b2.Read[float64](ctx, a.Slice(b2.At(5), b2.Span(3, 9, 1))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReadSparse reads 1000 small chunks from a file each, of which few are open at a time.
func BenchmarkReadSparse(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "a.b2nd")
	a, err := b2.Linspace(ctx, 0, 1, b2.Path(path), b2.Sparse(), b2.Shape(1000, 1000), b2.Chunks(1, 1000), b2.Blocks(1, 1000))
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	dst := make([]float64, 1000*1000)
	for b.Loop() {
		if err := b2.ReadInto(ctx, dst, a); err != nil {
			b.Fatal(err)
		}
	}
}
