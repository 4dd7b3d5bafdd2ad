package store

import (
	"bufio"
	"errors"
	"os"
)

// Disk is what a PendingDir or a DirEditor does to the file system; tests let it fail.
type Disk interface {
	Mkdir(path string) error
	WriteFile(path string, parts [][]byte) error // a new file, durably
	SyncDir(path string) error
	Rename(from, to string) error
	Remove(path string) error
}

type osDisk struct{}

// OSDisk is the system's own.
func OSDisk() Disk { return osDisk{} }

func (osDisk) Mkdir(path string) error      { return os.Mkdir(path, 0o777) }
func (osDisk) SyncDir(path string) error    { return syncDir(path) }
func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) Remove(path string) error     { return os.Remove(path) }

func (osDisk) WriteFile(path string, parts [][]byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 64<<10) // gathers small pieces; it keeps the first error
	for _, b := range parts {
		w.Write(b)
	}
	if err = w.Flush(); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
