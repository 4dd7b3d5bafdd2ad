package bench

// size is the lengths of the arrays: a is (rows, cols), b is (layers, rows, cols), and the waves are cubes.
type size struct {
	layers, rows, cols int
	wave100, wave400   int // along an axis of the waves that have these names
}

// peersSize is what the peers are timed with; tests have smaller arrays.
func peersSize() size {
	return size{layers: 10, rows: 500, cols: 10000, wave100: 100, wave400: 400}
}

func (s size) shapeA() []int { return []int{s.rows, s.cols} }
func (s size) shapeB() []int { return []int{s.layers, s.rows, s.cols} }

func elements(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
