// Package runtime streams the chunks of arrays through plans. It knows plans and kernels, not expressions: the
// root package gives it a Plan made of kernels (from the interpreter or generated code) and asks for a compressed
// array, a plain slice, or a part of either. Importers name it b2rt, for it shadows the standard package.
package runtime
