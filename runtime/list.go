package runtime

import (
	"context"

	"github.com/b2gen/b2/runtime/internal/container"
)

// Entry is one of a container: its key, and what it is.
type Entry = container.Entry

// List lists a container, in the order of the keys.
func List(ctx context.Context, path string, o OpenOptions) ([]Entry, error) {
	return container.List(ctx, path, containerOptions(o))
}

// IsContainer tells by its name whether a path should be a container.
func IsContainer(path string) bool { return container.Is(path) }

// IsInside tells whether a path names an entry of a container.
func IsInside(path string) bool {
	_, _, ok := container.Split(path)
	return ok
}
