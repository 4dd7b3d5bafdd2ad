package ir

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Generator is an array that is computed from its elements' numbers in C order instead of being stored:
// element i is Start + i*Step in float64, float32 or integer arithmetic by DType (Affine; float16 in float32), or Bits (Fill).
type Generator struct {
	DType dtype.DType
	Shape []int
	Kind  GeneratorKind
	Bits  uint64 // of Fill

	Start, Step float64 // of Linspace, and of Arange for floats
	Second      float64 // of Arange for floats: element 1
	Last        bool    // of Linspace: the last element is Stop
	Stop        float64
	Parts       int   // of Linspace: the steps from Start to Stop
	First, By   int64 // of Arange for integers; they wrap around

	Imag *Generator // of complex numbers: their imaginary parts; nil: 0. The rest is of the real ones
}

// Split gives the real and the imaginary parts of complex numbers as arrays of their own.
func (g *Generator) Split() (re, im *Generator) {
	r := *g
	r.DType, r.Imag = g.DType.Part(), nil
	if im = g.Imag; im == nil {
		im = &Generator{DType: r.DType, Shape: g.Shape}
	}
	return &r, im
}

// GeneratorKind is the formula of a Generator.
type GeneratorKind uint8

const (
	Fill GeneratorKind = iota
	Linspace
	Arange
)

// Len is the number of elements.
func (g *Generator) Len() int { return shape.Len(g.Shape) }

// NewLinspace is numpy.linspace in C order over a shape: Start + i*Step computed in float64, then rounded to d, or
// to the integer below.
func NewLinspace(start, stop float64, s []int, endpoint bool, d dtype.DType) (*Generator, error) {
	if err := computes(d); err != nil {
		return nil, err
	}
	n, ok := shape.Size(s)
	if !ok {
		return nil, fmt.Errorf("linspace: shape %s has too many elements", shape.Format(s))
	}
	parts := n
	if endpoint {
		parts--
	}
	g := &Generator{DType: d, Shape: s, Kind: Linspace, Start: start, Stop: stop, Last: endpoint && n > 1, Parts: parts}
	if parts > 0 {
		g.Step = (stop - start) / float64(parts)
	}
	return g, nil
}

// NewComplexLinspace is NewLinspace in the complex plane: each part by itself.
func NewComplexLinspace(start, stop complex128, s []int, endpoint bool, d dtype.DType) (*Generator, error) {
	g, err := NewLinspace(real(start), real(stop), s, endpoint, d)
	if err == nil && d.IsComplex() {
		g.Imag, err = NewLinspace(imag(start), imag(stop), s, endpoint, d.Part())
	}
	return g, err
}

// FillOf is an array of one value, a constant.
func FillOf(n *Node, s []int) (*Generator, error) {
	g, err := NewFill(n.Bits, s, n.DType)
	if err == nil && n.DType.IsComplex() {
		g.Imag = &Generator{DType: n.DType.Part(), Shape: s, Kind: Fill, Bits: n.Imag}
	}
	return g, err
}

// NewFill is an array of one value.
func NewFill(bits uint64, s []int, d dtype.DType) (*Generator, error) {
	if _, ok := shape.Size(s); !ok {
		return nil, fmt.Errorf("shape %s has too many elements", shape.Format(s))
	}
	return &Generator{DType: d, Shape: s, Kind: Fill, Bits: bits}, nil
}
