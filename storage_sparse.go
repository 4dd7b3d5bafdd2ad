package b2

// Sparse stores the array as a directory with a file for each chunk instead of in one file. It needs a Path; an
// existing directory is replaced with Overwrite only, and only if nothing but an array is in it. Python-Blosc2 makes
// and opens such arrays, too (contiguous=False), as does [Open].
func Sparse() StorageOption { return func(s *settings) { s.target.Sparse = true } }
