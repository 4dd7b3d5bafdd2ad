package codec

// blosclzWriter writes instructions (digest 5.1). A control byte for literals always stands open: it is filled in
// when its run ends, or dropped when it has none.
type blosclzWriter struct {
	out     []byte
	n       int // bytes written
	pending int // literals since the open control byte
}

// literal writes one byte; the caller has made sure that there is room for two.
func (w *blosclzWriter) literal(c byte) {
	w.out[w.n] = c
	w.n++
	w.pending++
	if w.pending == blosclzRun {
		w.open()
	}
}

// open begins a run of literals whose control byte says that it is full.
func (w *blosclzWriter) open() {
	w.out[w.n] = blosclzRun - 1
	w.n++
	w.pending = 0
}

// closeRun fills in the open control byte.
func (w *blosclzWriter) closeRun() {
	if w.pending == 0 {
		w.n--
		return
	}
	w.out[w.n-w.pending-1] = byte(w.pending - 1)
}

// match writes a match of biased distance and length, and opens a run behind. It reports whether there was room.
func (w *blosclzWriter) match(d, length int) bool {
	w.closeRun()
	need := 3 // with the control byte behind
	far := d >= maxNear
	if far {
		need += 2
	}
	if length >= blosclzLong {
		need += (length-blosclzLong)/255 + 1
	}
	if w.n+need > len(w.out) {
		return false
	}
	high, low := d>>8, d
	if far {
		high, low = 31, 255
	}
	o := w.out[w.n : w.n+need]
	o[0] = byte(min(length, blosclzLong)<<5 | high)
	o = o[1:]
	if length >= blosclzLong {
		rest := length - blosclzLong
		for ; rest >= 255; rest -= 255 {
			o[0] = 255
			o = o[1:]
		}
		o[0] = byte(rest)
		o = o[1:]
	}
	o[0] = byte(low)
	if far {
		o[1], o[2] = byte((d-maxNear)>>8), byte(d-maxNear)
	}
	w.n += need - 1
	w.open()
	return true
}

// finish writes the rest as literals and returns the stream's length, 0 if it has no room.
func (w *blosclzWriter) finish(rest []byte) int {
	for _, c := range rest {
		if w.n+2 > len(w.out) {
			return 0
		}
		w.literal(c)
	}
	w.closeRun()
	w.out[0] |= 0x20 // the marker of a stream that may have far distances
	return w.n
}
