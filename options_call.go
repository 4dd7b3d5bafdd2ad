package b2

// Decimals is how many decimals Round keeps; negative ones are tens, hundreds and so on.
func Decimals(n int) CallOption { return callOption{"decimals", n} }

// Rtol is the relative tolerance of Isclose: a number, or an array of them.
func Rtol(v any) CallOption { return operandOption{"rtol", v} }

// Atol is the absolute tolerance of Isclose: a number, or an array of them.
func Atol(v any) CallOption { return operandOption{"atol", v} }

// EqualNan makes Isclose take NaN for close to NaN.
func EqualNan() CallOption { return callOption{"equal_nan", true} }

// Nan is what NanToNum puts in the place of NaN.
func Nan(v any) CallOption { return operandOption{"nan", v} }

// Posinf is what NanToNum puts in the place of infinity.
func Posinf(v any) CallOption { return operandOption{"posinf", v} }

// Neginf is what NanToNum puts in the place of minus infinity.
func Neginf(v any) CallOption { return operandOption{"neginf", v} }

// Deg makes Angle give degrees.
func Deg() CallOption { return callOption{"deg", true} }
