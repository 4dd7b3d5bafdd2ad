package store

import "sync/atomic"

// Counter counts what is read through it: tests hold the layers above to "only the bytes of the wanted block".
type Counter struct {
	Reader
	Bytes atomic.Int64 // bytes viewed
	Views atomic.Int64 // calls of View
}

// View passes the call on and counts it.
func (c *Counter) View(off int64, n int, buf *[]byte) ([]byte, error) {
	c.Bytes.Add(int64(n))
	c.Views.Add(1)
	return c.Reader.View(off, n, buf)
}
