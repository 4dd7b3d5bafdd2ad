package tutorial

import (
	"context"
	"fmt"

	"github.com/b2gen/b2"
)

// toMemory computes c into a compressed array in memory.
func (l *lesson) toMemory(ctx context.Context) (err error) {
	p := &l.page
	p.heading("1. A compressed result: i) in memory")
	p.code("d, err := c.Compute(ctx)")
	if l.memory, err = l.compute(ctx, "c, compressed in memory", l.c); err != nil {
		return err
	}
	l.show(l.memory)
	p.say("Chunk by chunk the operands are decompressed, computed and compressed again. The result never exists in " +
		"plain form, and neither do a**2 or any other part of the expression.")
	return nil
}

// toDisk computes c into a file.
func (l *lesson) toDisk(ctx context.Context) (err error) {
	p := &l.page
	p.heading("1. A compressed result: ii) on disk")
	p.code(`d, err := c.Compute(ctx, b2.Path("result.b2nd"))`)
	l.disk, err = l.compute(ctx, "c, compressed on disk", l.c, b2.Path(l.place.path(fileResult)))
	if err != nil {
		return err
	}
	l.place.add(fileResult)
	size, err := l.onDisk(fileResult)
	if err != nil {
		return err
	}
	l.show(l.disk)
	p.fact(fileResult, "%s on disk", mega(size))
	p.gap()
	p.say("Why is memory used at all, with operands and result on disk? A chunk can only be computed in memory. Each "+
		"worker holds the blocks it is at, plain, and the chunk it is compressing: %s here, and no more however big the "+
		"arrays are. The result in memory needed %s, which grows with the result.", mega(l.disk.Growth), mega(l.memory.Growth))
	p.say("%s", l.whyDiskTakes())
	return nil
}

// whyDiskTakes answers for what was seen: a quick disk hides behind the compression.
func (l *lesson) whyDiskTakes() string {
	seen := fmt.Sprintf("%s, against %s in memory", span(l.disk.Time), span(l.memory.Time))
	const work = "writing the chunks, and at the end waiting until the disk really has them, so that a crash cannot " +
		"leave half a file"
	if ratio(l.disk.Time, l.memory.Time) > 1.05 {
		return fmt.Sprintf("Why does it take longer (%s)? There is more to do: %s.", seen, work)
	}
	return fmt.Sprintf("Does it take longer? There is more to do: %s. On this machine it did not show (%s): it was done "+
		"while others computed, and a result in memory has its price, too, the memory that the system must find for it.", work, seen)
}

// theSlice is the slice that the tutorial asks for.
func theSlice() b2.SliceItem { return b2.Span(2, 200, 25) }

// slice computes a part of c into a compressed array.
func (l *lesson) slice(ctx context.Context) (err error) {
	p := &l.page
	p.heading("1. A compressed result: iii) a slice")
	p.code("d, err := c.Slice(b2.Span(2, 200, 25)).Compute(ctx)")
	l.part, err = l.compute(ctx, "slice of c, compressed", l.c.Slice(theSlice()))
	if err != nil {
		return err
	}
	l.show(l.part)
	p.say("The slice is of the first axis, which has %d positions: of 2, 27, 52 … only 2 is there. Why is it faster (here "+
		"%.1f times)? Only what the slice needs is read and computed: %d of the %d layers of b.",
		l.size.layers, ratio(l.memory.Time, l.part.Time), l.part.shape[0], l.size.layers)
	p.say("With NumPy, (a**2 + b**2 + 2*a*b + 1)[2:200:25] computes everything and throws most of it away. To be " +
		"faster, a NumPy user slices the operands first, s = b[2:200:25], and then computes a**2 + s**2 + 2*a*s + 1; " +
		"with broadcasting it takes care to know which operand to slice where. A lazy expression does just that by itself.")
	return nil
}
