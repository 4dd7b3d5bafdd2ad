package ir

import (
	"fmt"
	"math"
	"math/big"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// NewArange is numpy.arange. It has ceil((stop-start)/step) elements, which shape must agree with unless it is nil. Whole
// numbers are taken for ints.
func NewArange(start, stop, step float64, s []int, d dtype.DType) (*Generator, error) {
	list := [3]number{{float: start}, {float: stop}, {float: step}}
	if start == math.Trunc(start) && stop == math.Trunc(stop) && step == math.Trunc(step) {
		for i, v := range list {
			list[i].int, _ = big.NewFloat(v.float).Int(nil)
		}
	}
	return arange(list[0], list[1], list[2], s, d)
}

// arange computes as NumPy does: the length of Python numbers, and the step as the difference of the first two elements
// in the array's type.
func arange(start, stop, step number, s []int, d dtype.DType) (*Generator, error) {
	if err := computes(d); err != nil {
		return nil, err
	}
	if !step.truth() {
		return nil, fmt.Errorf("arange: the step cannot be zero")
	}
	n, err := arangeLength(start, stop, step)
	if err != nil {
		return nil, err
	}
	if s == nil {
		s = []int{n}
	}
	switch have, ok := shape.Size(s); {
	case !ok || have != n:
		return nil, fmt.Errorf("arange: %d elements do not fill the shape %s", n, shape.Format(s))
	case d == dtype.Bool && n > 2:
		return nil, fmt.Errorf("arange: there are two bools, not %d; give another dtype", n)
	}
	g := &Generator{DType: d, Shape: s, Kind: Arange}
	next, _, err := pythonArith("add", start, step)
	if err == nil && d.Part().IsFloat() {
		err = g.floatSteps(start, next)
	} else if err == nil {
		err = g.wholeSteps(start, next, n)
	}
	return g, err
}

func arangeLength(start, stop, step number) (int, error) {
	length := number{}
	delta, _, err := pythonArith("subtract", stop, start)
	if err == nil {
		length, _, err = pythonArith("divide", delta, step)
	}
	if err != nil {
		return 0, fmt.Errorf("arange: %w", err)
	}
	switch n := math.Ceil(length.float); {
	case n < shape.MaxElements:
		return max(int(n), 0), nil
	case math.IsNaN(n):
		return 0, fmt.Errorf("arange: the number of elements is not a number")
	}
	return 0, fmt.Errorf("arange: %.6g elements are too many", length.float)
}

// floatSteps sets the first element and the step of floats, of which next is the second.
func (g *Generator) floatSteps(start, next number) error {
	if err := start.finite(); err != nil {
		return err
	}
	first, second := start.asFloat(), next.asFloat()
	switch g.DType.Part() {
	case dtype.Float16:
		f, s := dtype.HalfOf(first).Float32(), dtype.HalfOf(second).Float32()
		g.Start, g.Second, g.Step = float64(f), float64(s), float64(s-f)
	case dtype.Float32:
		f, s := float32(first), float32(second)
		g.Start, g.Second, g.Step = float64(f), float64(s), float64(s-f)
	default:
		g.Start, g.Second, g.Step = first, second, second-first
	}
	return nil
}

// wholeSteps sets the first element and the step of n integers, which wrap around after the second.
func (g *Generator) wholeSteps(start, next number, n int) error {
	var bits [2]uint64
	for i, v := range []number{start, next}[:min(n, 2)] {
		if v.int == nil && g.DType != dtype.Bool {
			if math.IsInf(v.float, 0) || math.IsNaN(v.float) {
				return fmt.Errorf("arange: %v is no %s", v.float, g.DType)
			}
			v.int, _ = big.NewFloat(v.float).Int(nil)
		}
		b, err := v.bits(g.DType)
		if err != nil {
			return fmt.Errorf("arange: %w", err)
		}
		bits[i] = b
	}
	g.First, g.By = int64(bits[0]), int64(bits[1]-bits[0])
	return nil
}

// arangeType is the type of a range when none is given.
func arangeType(list []*Node) (dtype.DType, error) {
	d := dtype.Int64
	for _, n := range list {
		switch {
		case n == nil:
		case n.DType.IsComplex():
			return d, fmt.Errorf("arange takes real numbers; linspace takes complex ones, too")
		case n.DType.IsFloat(), n.weak == nil && n.DType == dtype.Uint64:
			d = dtype.Float64
		case n.weak != nil && !fits(n.weak.int, dtype.Int64):
			if !fits(n.weak.int, dtype.Uint64) {
				return d, fmt.Errorf("arange: %v is beyond 64 bits; give dtype=float64", n.weak.int)
			}
			d = dtype.Float64
		}
	}
	return d, nil
}
