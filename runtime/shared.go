package runtime

import "sync"

// shared keeps the last values that goroutines made, by number. Of several that want the same value at once one makes
// it and the others wait; nothing is made while the lock is held.
type shared[V any] struct {
	mu      sync.Mutex
	most    int // entries
	entries map[int]*entry[V]
	ends    entry[V] // of the list of entries: next is the one used last, previous the one not used for longest
}

// entry is a value, or what comes of its making.
type entry[V any] struct {
	key            int
	value          V
	err            error
	done           chan struct{} // closed when value and err are there
	users          int           // goroutines that have it in hand; counted under the lock
	next, previous *entry[V]     // nil: not in the list any more
}

func newShared[V any](most int) *shared[V] {
	s := &shared[V]{most: most, entries: map[int]*entry[V]{}}
	s.ends.next, s.ends.previous = &s.ends, &s.ends
	return s
}

// take gives the entry of a number to one more user. If it is new, the caller must make its value, perhaps in the
// place of an old one that it gets, and then call finish, whatever happens; else it must wait.
func (s *shared[V]) take(key int) (e *entry[V], old V, isNew bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e = s.entries[key]; e != nil {
		e.users++
		s.unlink(e)
		s.link(e)
		return e, old, false
	}
	for len(s.entries) >= s.most {
		last := s.ends.previous
		s.remove(last)
		if last.users == 0 {
			old = last.value
		}
	}
	e = &entry[V]{key: key, done: make(chan struct{}), users: 1}
	s.entries[key] = e
	s.link(e)
	return e, old, true
}

// finish gives a new entry its value. One that could not be made is wanted again by the next.
func (s *shared[V]) finish(e *entry[V], v V, err error) {
	e.value, e.err = v, err
	if err != nil {
		s.forget(e)
	}
	close(e.done)
}

// forget takes an entry out: its value stays with those who have it.
func (s *shared[V]) forget(e *entry[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(e)
}

// wait is for the value of an entry.
func (e *entry[V]) wait() (V, error) {
	<-e.done
	return e.value, e.err
}

// release ends a use of an entry. Its value must not be used any more: its memory may become another's.
func (s *shared[V]) release(e *entry[V]) {
	s.mu.Lock()
	e.users--
	s.mu.Unlock()
}

// drop forgets all.
func (s *shared[V]) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		s.remove(e)
	}
}

func (s *shared[V]) link(e *entry[V]) {
	e.previous, e.next = &s.ends, s.ends.next
	e.next.previous = e
	s.ends.next = e
}

func (s *shared[V]) unlink(e *entry[V]) {
	e.previous.next, e.next.previous = e.next, e.previous
	e.previous, e.next = nil, nil
}

// remove takes an entry out, unless it is out already.
func (s *shared[V]) remove(e *entry[V]) {
	if e.next != nil {
		delete(s.entries, e.key)
		s.unlink(e)
	}
}
