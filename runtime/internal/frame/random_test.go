package frame

import (
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
)

// randomMeta is an array of any shape, type, cut and settings, with attributes.
func randomMeta(rng *rand.Rand) Meta {
	n, most := rng.IntN(6), 1
	if rng.IntN(25) == 0 {
		n = maxDims
	} else {
		most = []int{1, 3000, 90, 25, 10, 7}[n]
	}
	m := Meta{Shape: make([]int, n), Chunks: make([]int, n), Blocks: make([]int, n)}
	for d := range n {
		m.Shape[d] = 1 + rng.IntN(most)
		if n == maxDims && rng.IntN(3) == 0 {
			m.Shape[d] = 2
		}
		if rng.IntN(20+10*max(n-5, 0)) == 0 {
			m.Shape[d] = 0
		}
		least := 1 + m.Shape[d]/8 // not too many files
		m.Chunks[d] = least + rng.IntN(max(m.Shape[d]-least, 0)+1)
		m.Blocks[d] = 1 + rng.IntN(m.Chunks[d])
	}
	m.DType, m.Text = randomType(rng)
	all := settings()
	m.Params = all[slices.Sorted(maps.Keys(all))[rng.IntN(len(all))]]
	m.Attrs = map[string]any{}
	for i := range []int{0, 0, 1, 3, maxAttrsWritten}[rng.IntN(5)] {
		m.Attrs[fmt.Sprintf("name %d", i)] = randomValue(rng, 0)
	}
	return m
}

// randomType is any type that can be written. Text of U holds characters, not any bytes.
func randomType(rng *rand.Rand) (dtype.DType, string) {
	texts := []string{"<M8[ns]", "<m8[us]", "<M8[25s]", "<M8[D]", "|S5", "|S1", "<U3", "<U70", ">U3", "[('a', '<i4'), ('b', '>f8')]",
		"[('a', '<i4'), ('b', '<f4', (2, 3)), ('c', [('x', '|S3'), ('y', '<M8[s]')])]", "|S300", "[('f0', '|V7')]"}
	all := dtype.All()
	if k := rng.IntN(len(all) + len(texts)); k < len(all) {
		return all[k], ""
	} else {
		s, err := dtype.ParseStored(texts[k-len(all)])
		if err != nil {
			panic(err)
		}
		return s.DType, s.Text()
	}
}

// randomValue is any attribute, as deep and large as in testdata/show.py.
func randomValue(rng *rand.Rand, depth int) any {
	kinds, n := 10, []int{0, 1, 2, 3, 17, 40}[rng.IntN(6)]
	if depth > 3 {
		kinds = 7
	}
	if depth > 1 {
		n = rng.IntN(4)
	}
	switch rng.IntN(kinds) {
	case 0:
		return []any{nil, true, false}[rng.IntN(3)]
	case 1:
		return rng.Int64() >> rng.IntN(63)
	case 2:
		return -1 - rng.Int64()>>rng.IntN(63)
	case 3:
		return []float64{rng.NormFloat64(), 1e300, math.Copysign(0, -1), math.Inf(1), 1 << 63}[rng.IntN(5)]
	case 4:
		return strings.Repeat([]string{"a", "é漢", "\x00 "}[rng.IntN(3)], n*(1+rng.IntN(2)*30))
	case 5:
		b := make([]byte, n*(1+rng.IntN(2)*300))
		for i := range b {
			b[i] = byte(rng.Uint32() >> rng.IntN(8))
		}
		return b
	case 6:
		return math.MaxUint64 - uint64(rng.IntN(256))
	case 7:
		return randomList(rng, depth, n)
	case 8:
		return Tuple(randomList(rng, depth, n))
	}
	m := map[string]any{}
	for i := range n {
		m[fmt.Sprintf("k%d", i)] = randomValue(rng, depth+1)
	}
	return m
}

func randomList(rng *rand.Rand, depth, n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = randomValue(rng, depth+1)
	}
	return list
}

func shown(attrs map[string]any) map[string]string {
	all := map[string]string{}
	for name, v := range attrs {
		all[name] = show(v)
	}
	return all
}

// show writes a value as testdata/show.py does.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "n"
	case bool:
		return map[bool]string{true: "T", false: "F"}[v]
	case int64, uint64:
		return fmt.Sprintf("i%d", v)
	case float64:
		return fmt.Sprintf("f%016x", math.Float64bits(v))
	case string:
		return "s" + hex.EncodeToString([]byte(v))
	case []byte:
		return "b" + hex.EncodeToString(v)
	case Tuple:
		return "(" + showList(v) + ")"
	case []any:
		return "[" + showList(v) + "]"
	case map[string]any:
		var all []string
		for k, x := range v {
			all = append(all, show(k)+":"+show(x))
		}
		sort.Strings(all)
		return "{" + strings.Join(all, ",") + "}"
	}
	return fmt.Sprintf("%T", v)
}

func showList(list []any) string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = show(x)
	}
	return strings.Join(all, ",")
}
