package codec

import "encoding/binary"

// Limits of BloscLZ's instructions (digest 5.1, 5.2).
const (
	blosclzLeast   = 16              // shorter streams are never compressed
	blosclzRoom    = 66              // nor such as have less room than this
	blosclzTail    = 12              // bytes at the end that are literals always
	blosclzRun     = 32              // most literals of one instruction
	blosclzLong    = 7               // match lengths from here on need more bytes
	blosclzFarthst = maxNear + 65534 // the first biased distance that nothing expresses
	blosclzBits    = 14              // of the largest hash table
)

// blosclzLevel is what a level changes: the hash table's size, the part of the input that is probed, and the gain
// the probe must promise.
type blosclzLevel struct {
	bits, part uint
	gain       float64
}

var blosclzLevels = [...]blosclzLevel{
	1: {12, 8, 2}, {13, 4, 1.5}, {14, 4, 1.2}, {14, 2, 1.2}, {14, 2, 1.2}, {14, 2, 1.2}, {14, 1, 1.15}, {14, 1, 1.1}, {14, 1, 1},
}

// blosclz compresses as the reference does, byte for byte (digest 5.2).
type blosclz struct {
	blosclzLevel
	twice bool // level 9 enters two positions behind each match
	table [1 << blosclzBits]uint32
}

func newBloscLZ(level int) *blosclz {
	return &blosclz{blosclzLevel: blosclzLevels[level], twice: level == 9}
}

// encode compresses src into dst, whose length is the room there is. It returns 0 when it gives up.
func (z *blosclz) encode(dst, src []byte) int {
	if len(src) < blosclzLeast || len(dst) < blosclzRoom || !z.promising(src) {
		return 0
	}
	clear(z.table[:1<<z.bits])
	w := blosclzWriter{out: dst, n: 5, pending: 4}
	dst[0] = blosclzRun - 1
	copy(dst[1:], src[:4])
	ip := 4
	for ip < len(src)-blosclzTail {
		d, length := z.match(src, ip)
		if length < 4 || length < 6 && d >= maxNear {
			if w.n+2 > len(dst) {
				return 0
			}
			w.literal(src[ip])
			ip++
			continue
		}
		if !w.match(d, length) {
			return 0
		}
		ip = z.enter(src, ip+length, z.twice)
	}
	return w.finish(src[ip:])
}

// hash is the table's slot for four bytes.
func (z *blosclz) hash(v uint32) uint32 {
	return v * 2654435761 >> (32 - z.bits) & (1<<blosclzBits - 1)
}

// match looks for a match at ip, which it enters into the table, up to the last byte of s. It returns the distance
// less 1 and the match's length less 2; length is 0 when there is none.
func (z *blosclz) match(s []byte, ip int) (d, length int) {
	v := binary.LittleEndian.Uint32(s[ip:])
	slot := &z.table[z.hash(v)]
	ref := int(*slot)
	*slot = uint32(ip)
	d = ip - ref - 1
	if d < 0 || d >= blosclzFarthst || binary.LittleEndian.Uint32(s[ref:]) != v {
		return 0, 0
	}
	end := ip + 4 + common(s[ip+4:len(s)-1], s[ref+4:])
	// The reference stops one behind the byte that differs (digest 5.2).
	if end < len(s)-1 {
		end++
	}
	return d, end - 4 - ip
}

// enter puts the last two bytes of a match into the table, the second only if twice, and returns the place behind.
func (z *blosclz) enter(s []byte, end int, twice bool) int {
	v := binary.LittleEndian.Uint32(s[end:])
	z.table[z.hash(v)] = uint32(end)
	if twice {
		z.table[z.hash(v>>8)] = uint32(end + 1)
	}
	return end + 2
}

// promising runs the matcher over a part of src and only counts what it would write.
func (z *blosclz) promising(src []byte) bool {
	clear(z.table[:1<<z.bits])
	m := len(src) / int(z.part)
	s := src[len(src)-m:]
	s = s[:min(m, 1<<z.bits)]
	ip, out, pending := 0, 5, 4
	for ip < len(s)-blosclzTail {
		d, length := z.match(s, ip)
		if length < 4 {
			ip, out, pending = ip+1, out+1, pending+1
			if pending == blosclzRun {
				out, pending = out+1, 0
			}
			continue
		}
		if pending > 0 {
			out++ // the control byte stays
		}
		pending = 0
		out += 2
		if d >= maxNear {
			out += 2
		}
		if length >= blosclzLong {
			out += (length-blosclzLong)/255 + 1
		}
		ip = z.enter(s, ip+length, false)
	}
	return float64(ip)/float64(out) >= z.gain
}
