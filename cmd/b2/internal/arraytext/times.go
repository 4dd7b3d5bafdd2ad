package arraytext

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"github.com/b2gen/b2"
)

// nat is what NumPy calls the time that is none.
const nat = "NaT"

// times formats times as NumPy does: those of the calendar in quotation marks.
func times(t b2.StoredType, data []byte) []string {
	list := make([]string, len(data)/8)
	for i := range list {
		n := int64(binary.LittleEndian.Uint64(data[8*i:]))
		switch {
		case n == math.MinInt64:
			list[i] = "'" + nat + "'"
		case t.Kind == 'm':
			list[i] = strconv.FormatInt(n, 10)
		default:
			list[i] = "'" + Time(t, n) + "'"
		}
	}
	return flushRight(list, 0)
}

// fractions are the digits behind the second, by unit.
var fractions = map[string]int{"s": 0, "ms": 3, "us": 6, "ns": 9, "ps": 12, "fs": 15, "as": 18}

// Time is a datetime64 in ISO 8601, as exact as its unit: "2020-02", "2020-02-03", "2020-02-03T04:05:06.789". One that
// the calendar of four digits does not reach is the number itself.
func Time(t b2.StoredType, n int64) string {
	if n == math.MinInt64 {
		return nat
	}
	step, unit, ok := t.Step()
	number := strconv.FormatInt(n, 10)
	if !ok || n > math.MaxInt64/step || n < math.MinInt64/step {
		return number
	}
	n *= step
	switch unit {
	case "Y", "M":
		if unit == "Y" {
			if n < -1969 || n > 8029 {
				return number
			}
			return fmt.Sprintf("%04d", 1970+n)
		}
		year, month := floor(n, 12)
		if year < -1969 || year > 8029 {
			return number
		}
		return fmt.Sprintf("%04d-%02d", 1970+year, month+1)
	case "W", "D":
		if unit == "W" {
			if n > math.MaxInt64/7 || n < math.MinInt64/7 {
				return number
			}
			n *= 7
		}
		day, ok := date(n)
		if !ok {
			return number
		}
		return day
	}
	return clock(n, unit, number)
}

// clock is a time with hours; number is what to write where that does not go.
func clock(n int64, unit, number string) string {
	per, digits := int64(24), 0 // of the unit in a day
	switch unit {
	case "h":
	case "m":
		per = 24 * 60
	default:
		digits = fractions[unit]
		per = 86400
	}
	rest := int64(0)
	if digits > 0 {
		n, rest = floor(n, int64(math.Pow10(digits)))
	}
	days, n := floor(n, per)
	day, ok := date(days)
	switch {
	case !ok:
		return number
	case unit == "h":
		return fmt.Sprintf("%sT%02d", day, n)
	case unit == "m":
		return fmt.Sprintf("%sT%02d:%02d", day, n/60, n%60)
	}
	s := fmt.Sprintf("%sT%02d:%02d:%02d", day, n/3600, n/60%60, n%60)
	if digits > 0 {
		s += fmt.Sprintf(".%0*d", digits, rest)
	}
	return s
}

// floor is the quotient rounded down, and the remainder, not negative.
func floor(n, by int64) (q, r int64) {
	q, r = n/by, n%by
	if r < 0 {
		q, r = q-1, r+by
	}
	return q, r
}

// date is the day so many days after 1970-01-01, in the years 1 to 9999 (Hinnant, "chrono-compatible low-level date
// algorithms").
func date(days int64) (string, bool) {
	if days < -719162 || days > 2932896 {
		return "", false
	}
	z := days + 719468 // from 0000-03-01
	era, doe := floor(z, 146097)
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	year, month, day := yoe+era*400, mp+3, doy-(153*mp+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), true
}
