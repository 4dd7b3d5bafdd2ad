package fused

import "github.com/b2gen/b2/ir/dtype"

// oneOperand is the work of an expression of x alone.
func oneOperand[T, R dtype.Element](n int, low, high float64, loop func(out []R, x []T)) *work {
	w, out := newWork[R](n)
	x := operand[T](w, "x", low, high, n)
	w.plain = func() error { loop(out, x); return nil }
	return w
}

func quadAlike[T float32 | float64](n int) *work {
	w, out := newWork[T](n)
	a, b := operand[T](w, "a", 0, 1, n), operand[T](w, "b", 1, 2, n)
	w.plain = func() error { quadAlikeLoop(out, a, b); return nil }
	return w
}

// layers is the shape of the tutorial's b, of which its a is one layer; there are four.
func layers(n int) (i, j, k int) { return 4, max(1, n/4/rowLength), rowLength }

func quadWork(n int) *work {
	i, j, k := layers(n)
	w, out := newWork[float64](i, j, k)
	a, b := operand[float32](w, "a", 0, 1, j, k), operand[float64](w, "b", 1, 2, i, j, k)
	w.plain = func() error { quadLoop(out, a, b); return nil }
	return w
}

func sinExpWork(n int) *work {
	i, j, k := layers(n)
	w, out := newWork[float64](i, j, k)
	a, b := operand[float32](w, "a", 0, 1, j, k), operand[float64](w, "b", 1, 2, i, j, k)
	w.epsilon = 0x1p-24 // sin(a) is a float32
	w.plain = func() error { sinExpLoop(out, a, b); return nil }
	return w
}

func waveWork(n int) *work {
	const side = 32
	layers := max(1, n/side/side)
	w, out := newWork[float64](layers, side, side)
	x := operand[float64](w, "x", 0, 100, layers, 1, 1)
	y, z := operand[float64](w, "y", -12, 12, side, 1), operand[float64](w, "z", -12, 12, side)
	w.plain = func() error { waveLoop(out, x, y, z); return nil }
	return w
}

func flatFieldWork(n int) *work {
	j, k := max(1, n/rowLength), rowLength
	w, out := newWork[float32](j, k)
	counts := operand[uint16](w, "counts", 0, 65536, j, k)
	dark, gain := operand[float32](w, "dark", 90, 110, k), operand[float32](w, "gain", 0.9, 1.1, k)
	w.plain = func() error { flatFieldLoop(out, counts, dark, gain); return nil }
	return w
}

func standardizeWork(n int) *work {
	j, k := max(1, n/rowLength), rowLength
	w, out := newWork[float64](j, k)
	x := operand[float64](w, "x", -3, 5, j, k)
	mean, deviation := operand[float64](w, "mean", 0.9, 1.1, k), operand[float64](w, "deviation", 1, 2, k)
	w.plain = func() error { standardizeLoop(out, x, mean, deviation); return nil }
	return w
}

func toSRGBWork(n int) *work {
	w, out := newWork[float32](n)
	x, g := operand[float32](w, "x", 0, 1, n), operand[float32](w, "g", 0.4, 0.45)
	w.plain = func() error { toSRGBLoop(out, x, g[0]); return nil }
	return w
}

func callWork(n int) *work {
	w, out := newWork[float64](n)
	s, k, t := operand[float64](w, "s", 0.5, 1.5, n), operand[float64](w, "k", 0.5, 1.5, n), operand[float64](w, "t", 0.1, 5, n)
	w.plain = func() error { callLoop(out, s, k, t); return nil }
	return w
}

func mandelbrotWork(n int) *work {
	w, out := newWork[complex128](n)
	z, c := operand[complex128](w, "z", -1, 1, n), operand[complex128](w, "c", -1, 1, n)
	w.plain = func() error { mandelbrotLoop(out, z, c); return nil }
	return w
}
