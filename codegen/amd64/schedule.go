package amd64

import "slices"

// schedule orders the steps so that each comes when what it reads is there: on a machine that starts a few instructions
// a cycle, the step first from which the way to the end is longest. As soon as more values are alive than there are
// registers for, what ends lives comes first. The order among effects stays. Each part comes after the one before by stagger cycles.
func (p *program) schedule(room, stagger int) {
	s := newSchedule(p, room, stagger)
	order := make([]step, 0, len(p.steps))
	for len(order) < len(p.steps) {
		i := s.next()
		for _, k := range s.before[i] {
			if !s.taken[k] {
				s.take(k)
				order = append(order, p.steps[k])
			}
		}
		s.take(i)
		order = append(order, p.steps[i])
	}
	p.steps = order
}

type schedule struct {
	*program
	room    int
	after   [][]int // of each step, the steps that read what it makes
	before  [][]int // of each step, the constants that it wants in registers: they are put there right before the first that does
	taken   []bool
	waits   []int // of each step, how many steps it waits for
	height  []int // of each step, cycles from its start to the end of all
	ready   []int // steps that wait for none, in order
	from    []int // of each step, when its operands are there
	readers []int // of each name, the steps to come that read it
	live    int
	cycle   int
	heavy   int // steps of this cycle on the multipliers
	all     int // steps of this cycle
}

func newSchedule(p *program, room, stagger int) *schedule {
	n := len(p.steps)
	s := &schedule{program: p, room: room, after: make([][]int, n), before: make([][]int, n), taken: make([]bool, n), waits: make([]int, n), height: make([]int, n), from: make([]int, n), readers: make([]int, len(p.classes))}
	made := make([]int, len(p.classes))
	for i := range made {
		made[i] = -1
	}
	effect := -1
	for i := range p.steps {
		st := &p.steps[i]
		for _, name := range st.reads() {
			s.readers[name]++
			switch k := made[name]; {
			case k >= 0 && p.steps[k].copies:
				s.before[i] = append(s.before[i], k)
			case k >= 0:
				s.after[k] = append(s.after[k], i)
				s.waits[i]++
			}
		}
		if st.def != none {
			made[st.def] = i
			continue
		}
		if effect >= 0 {
			s.after[effect] = append(s.after[effect], i)
			s.waits[i]++
		}
		effect = i
	}
	for i := range slices.Backward(p.steps) {
		for _, k := range s.after[i] {
			s.height[i] = max(s.height[i], s.height[k])
		}
		s.height[i] += p.steps[i].latency()
	}
	for i := range p.steps {
		s.height[i] -= stagger * p.steps[i].part
		if s.waits[i] == 0 && !p.steps[i].copies {
			s.ready = append(s.ready, i)
		}
	}
	return s
}

const (
	multipliers = 2
	width       = 4
)

// latency is about the cycles that a step takes.
func (st *step) latency() int {
	if st.fma != nil {
		return 4
	}
	return max(st.op.latency, 1)
}

// next is the step to take.
func (s *schedule) next() int {
	if s.live >= s.room {
		return slices.MinFunc(s.ready, func(i, j int) int {
			if d := s.grows(i) - s.grows(j); d != 0 {
				return d
			}
			return s.height[j] - s.height[i]
		})
	}
	for {
		best := -1
		for _, i := range s.ready {
			if s.from[i] <= s.cycle && (best < 0 || s.height[i] > s.height[best]) && !(s.steps[i].heavy() && s.heavy == multipliers) {
				best = i
			}
		}
		if best >= 0 && s.all < width {
			return best
		}
		s.cycle++
		s.heavy, s.all = 0, 0
	}
}

// heavy says whether a step needs one of the multipliers.
func (st *step) heavy() bool { return st.latency() >= 4 }

// grows is how many more values are alive after a step.
func (s *schedule) grows(i int) int {
	d := 0
	if def := s.steps[i].def; def != none && !s.pinned(def) {
		d = 1
	}
	for _, n := range s.steps[i].reads() {
		if s.readers[n] == 1 && !s.pinned(n) {
			d--
		}
	}
	return d
}

func (s *schedule) take(i int) {
	s.taken[i] = true
	s.live += s.grows(i)
	s.all++
	if s.steps[i].heavy() {
		s.heavy++
	}
	for _, n := range s.steps[i].reads() {
		s.readers[n]--
	}
	s.ready = slices.DeleteFunc(s.ready, func(k int) bool { return k == i })
	start := max(s.cycle, s.from[i])
	for _, k := range s.after[i] {
		s.from[k] = max(s.from[k], start+s.steps[i].latency())
		if s.waits[k]--; s.waits[k] == 0 {
			at, _ := slices.BinarySearch(s.ready, k)
			s.ready = slices.Insert(s.ready, at, k)
		}
	}
}
