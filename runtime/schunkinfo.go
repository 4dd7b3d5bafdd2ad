package runtime

import "strconv"

// SChunkInfo is what is known of an SChunk without reading its data.
type SChunkInfo struct {
	Type      string  `json:"type"`
	Path      string  `json:"path,omitempty"`
	Saved     *Saved  `json:"saved,omitempty"` // what it stands for; nil: for its bytes
	NChunks   int     `json:"nchunks"`
	ChunkSize int     `json:"chunksize"` // bytes; 0: each chunk has its own
	NBytes    int64   `json:"nbytes"`
	CBytes    int64   `json:"cbytes"`
	CRatio    float64 `json:"cratio"`
	Params
	Sparse bool     `json:"sparse,omitempty"` // a directory with a file for each chunk
	Metas  []string `json:"metas,omitempty"`  // names of the metalayers
	Attrs  []string `json:"attrs,omitempty"`  // names of the attributes
}

// Info gathers the facts.
func (s *SChunk) Info(path string) SChunkInfo {
	in := s.frame.Info()
	return SChunkInfo{
		Type: "b2.SChunk", Path: path, Saved: s.saved(), NChunks: in.NChunks, ChunkSize: max(in.ChunkSize, 0), NBytes: in.NBytes, CBytes: s.CBytes(),
		CRatio: s.CRatio(), Params: s.params(), Sparse: s.frame.IsSparse(), Metas: s.Metas(), Attrs: s.attrNames(),
	}
}

// String lists the facts as Python-Blosc2 does, a line each.
func (i SChunkInfo) String() string {
	lines := [][2]string{{"type", i.Type}}
	if i.Path != "" {
		lines = append(lines, [2]string{"path", i.Path})
	}
	if i.Saved != nil {
		lines = append(lines, i.Saved.lines()...)
	}
	size := strconv.Itoa(i.ChunkSize)
	if i.ChunkSize == 0 {
		size = "variable"
	}
	lines = append(lines, [2]string{"nchunks", strconv.Itoa(i.NChunks)}, [2]string{"chunksize", size})
	lines = append(lines, sizeLines(i.NBytes, i.CBytes, i.CRatio)...)
	lines = append(lines, i.lines()...)
	return listed(append(lines, moreLines(i.Sparse, i.Metas, i.Attrs)...))
}
