package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/b2gen/b2"
)

// maxHeader is the longest header that is read. NumPy's own limit is 10,000 bytes; only structured types need more.
const maxHeader = 1 << 17

// ReadHeader reads a .npy file up to its elements.
func ReadHeader(r io.Reader) (Header, error) {
	text, err := headerText(r)
	if err != nil {
		return Header{}, err
	}
	h, err := parseHeader(text)
	if err != nil {
		return Header{}, fmt.Errorf("bad .npy header %s: %w", quoted(text), err)
	}
	return h, nil
}

// headerText reads the dictionary. Version 1 has two bytes for its length, versions 2 and 3 have four.
func headerText(r io.Reader) (string, error) {
	var start [len(magic) + 2]byte
	n, err := io.ReadFull(r, start[:])
	if err != nil && !short(err) {
		return "", err
	}
	if n < len(start) || string(start[:len(magic)]) != magic {
		return "", fmt.Errorf("not a .npy file: it starts with %q", start[:n])
	}
	width := 4
	switch major := start[len(magic)]; major {
	case 1:
		width = 2
	case 2, 3:
	default:
		return "", fmt.Errorf(".npy version %d.%d is unknown: 1, 2 and 3 can be read", major, start[len(magic)+1])
	}
	var field [4]byte
	if _, err := io.ReadFull(r, field[:width]); err != nil {
		return "", truncated(err)
	}
	length := binary.LittleEndian.Uint32(field[:])
	if length > maxHeader {
		return "", fmt.Errorf("a .npy header of %d bytes is longer than %d: the file is corrupt, or of a type that b2 does not read", length, maxHeader)
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(r, text); err != nil {
		return "", truncated(err)
	}
	if start[len(magic)] >= 3 {
		if !utf8.Valid(text) {
			return "", errors.New("the header is not UTF-8, which version 3 has")
		}
		return string(text), nil
	}
	runes := make([]rune, len(text)) // Latin-1
	for i, b := range text {
		runes[i] = rune(b)
	}
	return string(runes), nil
}

func short(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }

func truncated(err error) error {
	if short(err) {
		return fmt.Errorf("truncated .npy file: it ends within the header")
	}
	return err
}

// quoted is the text for a message, cut to what a line holds.
func quoted(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 100 {
		return fmt.Sprintf("%q…", text[:100])
	}
	return fmt.Sprintf("%q", text)
}

// parseHeader reads the dictionary: three keys in any order, any spacing, any quotes.
func parseHeader(text string) (Header, error) {
	var h Header
	seen := map[string]bool{}
	p := &literals{rest: text}
	if err := p.expect("{"); err != nil {
		return h, err
	}
	for !p.accept("}") {
		key, err := p.text()
		if err == nil {
			err = p.expect(":")
		}
		if err == nil {
			err = h.set(key, p)
		}
		if err != nil {
			return h, err
		}
		if seen[key] {
			return h, fmt.Errorf("the key %q stands twice", key)
		}
		seen[key] = true
		if !p.accept(",") {
			if err := p.expect("}"); err != nil {
				return h, err
			}
			break
		}
	}
	for _, key := range []string{"descr", "fortran_order", "shape"} {
		if !seen[key] {
			return h, fmt.Errorf("the key %q is missing", key)
		}
	}
	return h, p.end()
}

// set reads the value of a key.
func (h *Header) set(key string, p *literals) (err error) {
	switch key {
	case "descr":
		h.Type, err = p.dtype()
	case "fortran_order":
		h.Fortran, err = p.truth()
	case "shape":
		h.Shape, err = p.lengths()
	default:
		return fmt.Errorf("the key %q is unknown", key)
	}
	return err
}

// size is the number of elements and of their bytes; ok is false when no machine has so many.
func (h Header) size() (elements, bytes int, ok bool) {
	const most = int(^uint(0) >> 1)
	elements = 1
	for _, n := range h.Shape {
		if n == 0 {
			return 0, 0, true
		}
	}
	for _, n := range h.Shape {
		if elements > most/n/h.Type.DType.Size() {
			return 0, 0, false
		}
		elements *= n
	}
	return elements, elements * h.Type.DType.Size(), true
}

// dtype reads an element type: a string, or the list of a struct's fields, whose text is read as such.
func (p *literals) dtype() (b2.StoredType, error) {
	var text string
	var err error
	if p.peek() == '[' {
		text, err = p.list()
	} else {
		text, err = p.text()
	}
	if err != nil {
		return b2.StoredType{}, err
	}
	return b2.ParseStoredType(text)
}
