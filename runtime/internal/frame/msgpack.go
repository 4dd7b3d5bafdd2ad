package frame

// Tuple is a Python tuple, stored as an array whose first element is a mark (digest 11).
type Tuple []any

// Extension is a value of one of MessagePack's extension types, whose meaning is its maker's business (digest 11).
type Extension struct {
	Type int8
	Data []byte
}

// complexType is the extension type of a complex number: its parts as two big-endian float64.
const complexType = 44

const (
	tupleMark = "__tuple__"
	maxDepth  = 64      // of nesting in an attribute
	maxItems  = 1 << 20 // values in all attributes: each costs more memory than the byte that it may be stored in
)

// Type bytes of MessagePack that only values have; frames have those of header.go, too.
const (
	mpNil     = 0xc0
	mpBin8    = 0xc4
	mpBin16   = 0xc5
	mpExt8    = 0xc7
	mpExt16   = 0xc8
	mpExt32   = 0xc9
	mpFloat32 = 0xca
	mpFloat64 = 0xcb
	mpUint8   = 0xcc
	mpInt8    = 0xd0
	mpFixExt1 = 0xd4
	mpStr8    = 0xd9
	mpStr16   = 0xda
	mpArray32 = 0xdd
	mpMap32   = 0xdf
	mpMap     = 0x80 // plus the length
)
