package tutorial

import "context"

// plain computes all of c into a Go slice.
func (l *lesson) plain(ctx context.Context) (err error) {
	p := &l.page
	p.heading("2. A plain result: a) all of it")
	p.code("d, err := b2.Read[float64](ctx, c)")
	if l.whole, err = l.read(ctx, "c, plain", l.c); err != nil {
		return err
	}
	l.show(l.whole)
	p.say("The result is a Go slice, in C order, as NumPy's arrays are.")
	return nil
}

// plainSlice computes a part of c into a Go slice, and compares.
func (l *lesson) plainSlice(ctx context.Context) error {
	p := &l.page
	p.heading("2. A plain result: b) the slice")
	p.code("d, err := b2.Read[float64](ctx, c.Slice(b2.Span(2, 200, 25)))")
	part, err := l.read(ctx, "slice of c, plain", l.c.Slice(theSlice()))
	if err != nil {
		return err
	}
	l.show(part)
	p.say("Memory: a plain result is there as a whole, every element of it, so the step needs its size and a little "+
		"working room (%s for a result of %s; the slice %s for %s). Storage: %.1f times the compressed result's.",
		mega(l.whole.Growth), mega(l.whole.occupied), mega(part.Growth), mega(part.occupied), ratio(l.whole.occupied, l.memory.occupied))
	p.say("Time: %s for all of it, against %s compressed. %s", span(l.whole.Time), span(l.memory.Time), l.whyPlainTakes())
	return nil
}

// whyPlainTakes answers for what was seen: compressing costs time, and so does memory.
func (l *lesson) whyPlainTakes() string {
	if l.whole.Time < l.memory.Time {
		return "It does make sense: most of the work in a compressed result is compressing it."
	}
	return "Compressing has its price, but so has the memory that a plain result needs from the system: here that was more."
}

// summary tells when to use what.
func (l *lesson) summary(context.Context) error {
	p := &l.page
	p.heading("Summary")
	p.say("Compute gives a compressed array: it takes little room in memory or on disk, may be bigger than memory, and " +
		"is an operand like any other. Read gives a plain slice, quickly, to hand to other code: of everything where " +
		"that fits, else of the slice that is needed. Either way only what was asked for is computed.")
	return nil
}
