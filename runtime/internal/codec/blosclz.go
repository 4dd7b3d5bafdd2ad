package codec

import "errors"

var (
	errCut      = errors.New("stream is cut")
	errOverrun  = errors.New("output overruns")
	errDistance = errors.New("match starts before the output")
)

// maxNear is the largest distance a short match instruction can hold; far ones are stored less this (digest 5.1).
const maxNear = 8191

// decodeBloscLZ decompresses src into dst and returns the number of bytes written (digest 5.1). All of the
// reference's bounds are kept: a byte must follow each length and distance byte, a match that ends the input is not
// executed, and lengths are compared with the room left while they grow, so they cannot wrap.
func decodeBloscLZ(dst, src []byte) (int, error) {
	if len(src) == 0 {
		return 0, errCut
	}
	ctrl := int(src[0] & 31) // a stream opens with literals whatever the top bits say
	in, out := 1, 0
	for {
		if ctrl < 32 {
			run := ctrl + 1
			if run > len(dst)-out {
				return out, errOverrun
			}
			if run > len(src)-in {
				return out, errCut
			}
			copy(dst[out:out+run], src[in:in+run])
			in += run
			out += run
		} else {
			length, distance, next, err := blosclzMatch(ctrl, src, in, len(dst)-out)
			if err != nil {
				return out, err
			}
			if distance > out {
				return out, errDistance
			}
			in = next
			if in >= len(src) {
				return out, nil
			}
			copyMatch(dst, out, distance, length)
			out += length
		}
		if in >= len(src) {
			return out, nil
		}
		ctrl = int(src[in])
		in++
	}
}

// blosclzMatch reads the rest of a match instruction at src[in:]; room is the output space left.
func blosclzMatch(ctrl int, src []byte, in, room int) (length, distance, next int, err error) {
	length = ctrl>>5 - 1
	high := ctrl & 31
	if length == 6 {
		for {
			if in+1 >= len(src) {
				return 0, 0, 0, errCut
			}
			c := int(src[in])
			in++
			length += c
			if length > room {
				return 0, 0, 0, errOverrun
			}
			if c != 255 {
				break
			}
		}
	} else if in+1 >= len(src) {
		return 0, 0, 0, errCut
	}
	low := int(src[in])
	in++
	length += 3
	if length > room {
		return 0, 0, 0, errOverrun
	}
	distance = high<<8 + low + 1
	if low == 255 && high == 31 {
		if in+1 >= len(src) {
			return 0, 0, 0, errCut
		}
		distance = int(src[in])<<8 + int(src[in+1]) + maxNear + 1
		in += 2
	}
	return length, distance, in, nil
}

// copyMatch repeats the length bytes at distance before out. When they overlap the copy doubles each round what it
// may take at once, which gives the same bytes as copying one by one.
func copyMatch(dst []byte, out, distance, length int) {
	from := out - distance
	for length > 0 {
		n := min(length, out-from)
		copy(dst[out:out+n], dst[from:from+n])
		out += n
		length -= n
	}
}
