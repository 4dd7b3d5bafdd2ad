//go:build exhaustive

package scalar

// The processor's multiply-add of float32, for the test that compares FMA32 with it: x*y + z of n elements, a multiple of
// 16. Only that test's tag builds them.

//go:noescape
func vfmaddAVX2(out, x, y, z *float32, n int)

//go:noescape
func vfmaddAVX512(out, x, y, z *float32, n int)
