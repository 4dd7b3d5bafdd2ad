package scalar

// Rare names a function for the few lanes that a fast path cannot do, such as the argument reduction of a huge
// angle. It takes and gives the bits of one element.
type Rare uint8

const (
	NumRare Rare = iota
)

// rares is the table of rare functions: Name is the Go function of this package that portable kernels call.
var rares = [NumRare]struct {
	Name string
	F    func(uint64) uint64
}{}

// Name is the name of the Go function, for generated code.
func (r Rare) Name() string { return rares[r].Name }

// Eval calls the function on the bits of an element.
func (r Rare) Eval(x uint64) uint64 { return rares[r].F(x) }
