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

// rootDisk is one directory, in which names are looked up.
type rootDisk struct{ root *os.Root }

// RootDisk is the system's own, within a directory.
func RootDisk(root *os.Root) Disk { return rootDisk{root} }

func (d rootDisk) Mkdir(name string) error      { return d.root.Mkdir(name, 0o777) }
func (d rootDisk) Rename(from, to string) error { return d.root.Rename(from, to) }
func (d rootDisk) Remove(name string) error     { return d.root.Remove(name) }

func (d rootDisk) SyncDir(name string) error {
	f, err := d.root.Open(name)
	return syncOpen(f, err)
}

func (d rootDisk) WriteFile(name string, parts [][]byte) error {
	f, err := d.root.OpenFile(name, newFile, 0o666)
	if err != nil {
		return err
	}
	return writeParts(f, parts)
}

type osDisk struct{}

func (osDisk) Mkdir(path string) error      { return os.Mkdir(path, 0o777) }
func (osDisk) SyncDir(path string) error    { return syncDir(path) }
func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) Remove(path string) error     { return os.Remove(path) }

func (osDisk) WriteFile(path string, parts [][]byte) error {
	f, err := os.OpenFile(path, newFile, 0o666)
	if err != nil {
		return err
	}
	return writeParts(f, parts)
}

const newFile = os.O_WRONLY | os.O_CREATE | os.O_EXCL

// writeParts fills a new file, durably, and closes it.
func writeParts(f *os.File, parts [][]byte) error {
	w := bufio.NewWriterSize(f, 64<<10) // gathers small pieces; it keeps the first error
	for _, b := range parts {
		w.Write(b)
	}
	err := w.Flush()
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
