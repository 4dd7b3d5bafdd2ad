package frame

import "encoding/binary"

// head is the bytes of a header, metalayers included (digest 7.1). Its length does not depend on the numbers in it,
// so that a header is changed where it lies.
type head []byte

func (h head) setFrameLen(n int64)  { binary.BigEndian.PutUint64(h[atFrameLen+1:], uint64(n)) }
func (h head) setNBytes(n int64)    { binary.BigEndian.PutUint64(h[atNBytes+1:], uint64(n)) }
func (h head) setCBytes(n int64)    { binary.BigEndian.PutUint64(h[atCBytes+1:], uint64(n)) }
func (h head) setBlockSize(n int)   { binary.BigEndian.PutUint32(h[atBlockSize+1:], uint32(n)) }
func (h head) setChunkSize(n int)   { binary.BigEndian.PutUint32(h[atChunkSize+1:], uint32(n)) }
func (h head) setKind(sparse byte)  { h[atFlags+2] = sparse }
func (h head) isSparse() bool       { return h[atFlags+2] == kindSparse }
func (h head) setFlags(flags byte)  { h[atFlags+1] = flags }
func (h head) setHasAttrs(has bool) { h[atHasAttrs] = map[bool]byte{false: mpFalse, true: mpTrue}[has] }

// setDims writes the three shapes into the b2nd metalayer whose content is at the given place (digest 9).
func (h head) setDims(at int, shape, chunks, blocks []int) {
	be := binary.BigEndian
	at += 4 // the marks of array, version and number of dimensions, and of the first list
	for _, n := range shape {
		be.PutUint64(h[at+1:], uint64(n))
		at += 9
	}
	for _, dims := range [][]int{chunks, blocks} {
		at++
		for _, n := range dims {
			be.PutUint32(h[at+1:], uint32(n))
			at += 5
		}
	}
}
