package runtime

import (
	"context"
	"sync"
)

// inOrder brings results of tasks that end in any order back into order: take is called for items 0, 1, … one after
// the other, by whichever goroutine is there, while the others go on. An item may be worked on only when it is at most
// ahead items beyond the one to be taken next, so that what waits has a bound, and memory for ahead+1 items, used in
// turn, is enough. Nobody waits for ever: the item that is next belongs to a goroutine that does not wait, because
// tasks begin in order.
type inOrder struct {
	take func(i int) error

	mu     sync.Mutex
	moved  sync.Cond // next has grown, or all has ended
	next   int       // the item to be taken next
	taking bool      // a goroutine is at it
	ended  bool
	ready  []bool // by number modulo ahead+1
}

func newInOrder(ahead int, take func(i int) error) *inOrder {
	q := &inOrder{take: take, ready: make([]bool, ahead+1)}
	q.moved.L = &q.mu
	return q
}

// slot is the place of item i's memory.
func (q *inOrder) slot(i int) int { return i % len(q.ready) }

// endWith lets go of those who wait when the context ends.
func (q *inOrder) endWith(ctx context.Context) {
	context.AfterFunc(ctx, func() {
		q.mu.Lock()
		q.ended = true
		q.mu.Unlock()
		q.moved.Broadcast()
	})
}

// wait returns when item i may be worked on and its slot is free; false when all has ended.
func (q *inOrder) wait(i int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i >= q.next+len(q.ready) && !q.ended {
		q.moved.Wait()
	}
	return !q.ended
}

// put says that item i is done. Unless another goroutine is at it, this one takes all that is ready. After a failure
// nothing is taken any more.
func (q *inOrder) put(i int) error {
	for at, ok := q.done(i); ok; at, ok = q.taken() {
		if err := q.take(at); err != nil {
			return err
		}
	}
	return nil
}

func (q *inOrder) done(i int) (next int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ready[q.slot(i)] = true
	if q.taking {
		return 0, false
	}
	q.taking = true
	return q.head()
}

func (q *inOrder) taken() (next int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ready[q.slot(q.next)] = false
	q.next++
	q.moved.Broadcast()
	return q.head()
}

// head is the next item if it is ready, or else the end of the taking.
func (q *inOrder) head() (next int, ok bool) {
	q.taking = q.ready[q.slot(q.next)]
	return q.next, q.taking
}
