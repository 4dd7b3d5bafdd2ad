package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/arraytext"
)

// valueStats is what one pass over an array's elements tells. NaNs are counted, and left out of the rest.
type valueStats struct {
	d           b2.StoredType
	min, max    []byte // elements; nil: there are none but NaNs
	mean        element
	nans, zeros int64
}

// element is one of a type, as it is stored.
type element struct {
	of   b2.StoredType
	data []byte
}

func floatElement(v float64) element { return element{float64s, bytesOf(v)} }

// summarize passes over an array.
func summarize(ctx context.Context, a *b2.Array) (*valueStats, error) {
	if t := a.StoredType(); !t.IsNumber() && !t.IsTime() {
		return nil, fmt.Errorf("%s: --stats is about numbers and times, and the elements are %s; leave it out", a.Details().Path, t)
	}
	switch a.DType() {
	case b2.Bool:
		e, err := b2.Lazy("uint8(x)", b2.Vars{"x": a})
		if err != nil {
			return nil, err
		}
		return sumUp(ctx, a, e, tallyIntegers[uint8])
	case b2.Int8:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[int8])
	case b2.Int16:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[int16])
	case b2.Int32:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[int32])
	case b2.Int64:
		if a.StoredType().IsTime() {
			return sumUp(ctx, a, a.Expr(), tallyTimes)
		}
		return sumUp(ctx, a, a.Expr(), tallyIntegers[int64])
	case b2.Uint8:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[uint8])
	case b2.Uint16:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[uint16])
	case b2.Uint32:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[uint32])
	case b2.Uint64:
		return sumUp(ctx, a, a.Expr(), tallyIntegers[uint64])
	case b2.Float16:
		e, err := b2.Lazy("float32(x)", b2.Vars{"x": a})
		if err != nil {
			return nil, err
		}
		s, err := sumUp(ctx, a, e, tallyFloats[float32])
		if err == nil && s.min != nil {
			s.min, s.max = halved(s.min), halved(s.max)
		}
		return s, err
	case b2.Float32:
		return sumUp(ctx, a, a.Expr(), tallyFloats[float32])
	case b2.Complex64, b2.Complex128:
		return sumUpComplex(ctx, a)
	}
	return sumUp(ctx, a, a.Expr(), tallyFloats[float64])
}

// halved is a float32 element that came of a float16 as such again.
func halved(element []byte) []byte {
	return bytesOf(b2.HalfOf(float64(math.Float32frombits(binary.LittleEndian.Uint32(element)))))
}

// sumUp puts the tallies of all boxes together, in order.
func sumUp[T number](ctx context.Context, a *b2.Array, e *b2.Expr, tally func([]T) tally[T]) (*valueStats, error) {
	t := newTotal[T]()
	if err := inBoxes(ctx, e, boxesOf(a), tally, t.add); err != nil {
		return nil, err
	}
	s := &valueStats{d: a.StoredType().Native(), nans: t.nans, zeros: t.zeros, mean: floatElement(t.mean())}
	if t.n > 0 {
		s.min, s.max = bytesOf(t.min), bytesOf(t.max)
	}
	return s, nil
}

// bytesOf is an element as it is stored.
func bytesOf(x any) []byte {
	b, err := binary.Append(nil, binary.LittleEndian, x)
	if err != nil {
		panic(err) // x has a size
	}
	return b
}

// String lists the facts as info does.
func (s *valueStats) String() string {
	lo, hi, mean := "none", "none", "none"
	if s.min != nil {
		lo, hi = arraytext.Element(s.d, s.min), arraytext.Element(s.d, s.max)
		mean = arraytext.Element(s.mean.of, s.mean.data)
	}
	text := fmt.Sprintf("min     : %s\nmax     : %s\n", lo, hi)
	if s.d.IsTime() { // NaT is to times what NaN is to floats
		return text + fmt.Sprintf("nats    : %d\n", s.nans)
	}
	text += fmt.Sprintf("mean    : %s\n", mean)
	if s.d.Kind == 'f' || s.d.Kind == 'c' {
		text += fmt.Sprintf("nans    : %d\n", s.nans)
	}
	return text + fmt.Sprintf("zeros   : %d\n", s.zeros)
}

// float64s is the type of a mean.
var float64s = b2.StoredType{DType: b2.Float64, Kind: 'f'}

// MarshalJSON has null for what is not there, and for numbers that JSON does not know.
func (s *valueStats) MarshalJSON() ([]byte, error) {
	lo, hi, mean := "null", "null", "null"
	if s.min != nil {
		lo, hi, mean = jsonElement(s.d, s.min), jsonElement(s.d, s.max), jsonElement(s.mean.of, s.mean.data)
	}
	fields := []string{`"min":` + lo, `"max":` + hi}
	if s.d.IsTime() {
		fields = append(fields, `"nats":`+strconv.FormatInt(s.nans, 10))
		return []byte("{" + strings.Join(fields, ",") + "}"), nil
	}
	fields = append(fields, `"mean":`+mean)
	if s.d.Kind == 'f' || s.d.Kind == 'c' {
		fields = append(fields, `"nans":`+strconv.FormatInt(s.nans, 10))
	}
	fields = append(fields, `"zeros":`+strconv.FormatInt(s.zeros, 10))
	return []byte("{" + strings.Join(fields, ",") + "}"), nil
}

// withField adds a field to the details of an array, as the last one.
func withField(details any, name string, value any) (json.RawMessage, error) {
	line, err := json.Marshal(details)
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	line = append(line[:len(line)-1], `,"`+name+`":`...)
	return append(append(line, more...), '}'), nil
}

// wholeNumber and number are the element types that have an order.
type wholeNumber interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

type number interface {
	wholeNumber | float32 | float64
}

// tally is what is found in one part of an array.
type tally[T number] struct {
	n, nans, zeros int64 // n leaves the NaNs out
	min, max       T
	// The sum of integers is high·2³² + low - negative·2⁶⁴, exactly, as long as there are fewer than 2³¹.
	high, low, negative uint64
	// The sum of floats, and what rounding took from it.
	sum, lost float64
}

func tallyIntegers[T wholeNumber](data []T) tally[T] {
	var t tally[T]
	if len(data) == 0 {
		return t
	}
	t.n, t.min, t.max = int64(len(data)), data[0], data[0]
	for _, x := range data {
		t.min, t.max = min(t.min, x), max(t.max, x)
		if x == 0 {
			t.zeros++
		}
		if x < 0 {
			t.negative++
		}
		t.high += uint64(x) >> 32
		t.low += uint64(x) & math.MaxUint32
	}
	return t
}

// tallyTimes leaves out what is no time.
func tallyTimes(data []int64) tally[int64] {
	var t tally[int64]
	for _, x := range data {
		if x == math.MinInt64 {
			t.nans++
			continue
		}
		if t.n == 0 {
			t.min, t.max = x, x
		}
		t.n++
		t.min, t.max = min(t.min, x), max(t.max, x)
	}
	return t
}

func tallyFloats[T float32 | float64](data []T) tally[T] {
	var t tally[T]
	for _, x := range data {
		if x != x {
			t.nans++
			continue
		}
		if x == 0 {
			t.zeros++
		}
		if t.n == 0 || x < t.min {
			t.min = x
		}
		if t.n == 0 || x > t.max {
			t.max = x
		}
		t.n++
		t.sum, t.lost = addUp(t.sum, t.lost, float64(x))
	}
	return t
}

// addUp adds x to a sum and what rounding took from it (Knuth's TwoSum).
func addUp(sum, lost, x float64) (float64, float64) {
	s := sum + x
	part := s - sum
	return s, lost + ((sum - (s - part)) + (x - part))
}

// total is the tally of the parts so far.
type total[T number] struct {
	tally[T]
	integers *big.Int
}

func newTotal[T number]() *total[T] { return &total[T]{integers: new(big.Int)} }

func (t *total[T]) add(p tally[T]) {
	t.nans += p.nans
	if p.n == 0 {
		return
	}
	if t.n == 0 {
		t.min, t.max = p.min, p.max
	}
	t.min, t.max = min(t.min, p.min), max(t.max, p.max)
	t.n += p.n
	t.zeros += p.zeros
	t.sum, t.lost = addUp(t.sum, t.lost, p.sum)
	t.lost += p.lost
	for _, part := range []struct {
		n     uint64
		shift uint
		sign  int
	}{{p.high, 32, 1}, {p.low, 0, 1}, {p.negative, 64, -1}} {
		v := new(big.Int).SetUint64(part.n)
		if v.Lsh(v, part.shift); part.sign < 0 {
			v.Neg(v)
		}
		t.integers.Add(t.integers, v)
	}
}

// mean is rounded once for integers, and nearly so for floats; it is nan where there is none.
func (t *total[T]) mean() float64 {
	switch {
	case t.n == 0:
		return math.NaN()
	case t.integers.Sign() != 0: // of floats it is 0
		m, _ := new(big.Rat).SetFrac(t.integers, big.NewInt(t.n)).Float64()
		return m
	case math.IsInf(t.sum, 0) || math.IsNaN(t.sum): // then what was lost means nothing
		return t.sum / float64(t.n)
	}
	sum := new(big.Float).SetPrec(sumBits).SetFloat64(t.sum)
	sum.Add(sum, big.NewFloat(t.lost))
	m, _ := sum.Quo(sum, new(big.Float).SetInt64(t.n)).Float64()
	return m
}

// sumBits is more than a sum and what it lost have together, mostly.
const sumBits = 256
