package b2_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2"
)

// BenchmarkAppend adds rows, a chunk each, one by one, to arrays that have some chunks already. What a row takes must
// hardly depend on their number, nor on how many were added before.
func BenchmarkAppend(b *testing.B) {
	ctx := context.Background()
	values := make([]float64, 1000)
	for i := range values {
		values[i] = float64(i*i%977) * 0.37
	}
	row := b2.Plain(values, b2.Shape(1, 1000))
	for _, chunks := range []int{1, 1000, 100_000} {
		for kind, more := range map[string][]b2.StorageOption{"file": nil, "sparse": {b2.Sparse()}} {
			if kind == "sparse" && chunks > 1000 {
				continue // so many files take long to make
			}
			b.Run(fmt.Sprintf("%s/%d", kind, chunks), func(b *testing.B) {
				opts := []b2.CreateOption{
					b2.Path(filepath.Join(b.TempDir(), "a.b2nd")), b2.Shape(chunks, 1000), b2.Chunks(1, 1000), b2.Blocks(1, 1000),
				}
				for _, o := range more {
					opts = append(opts, o)
				}
				a, err := b2.Linspace(ctx, 0, 1, opts...)
				if err != nil {
					b.Fatal(err)
				}
				defer a.Close()
				for b.Loop() {
					if err := a.Append(ctx, row); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
