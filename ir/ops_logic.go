package ir

import (
	"github.com/b2gen/b2/ir/lower"
	"github.com/b2gen/b2/ir/vec"
)

// logicOps are comparisons, logic and selection.
var logicOps = []Op{
	{Name: "equal", Symbol: "==", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Eq),
		Doc:   "Whether elements are equal.", Example: "equal(arange(3), 1)"},
	{Name: "not_equal", Symbol: "!=", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Ne),
		Doc:   "Whether elements differ; NaN differs from everything.", Example: "not_equal(arange(3), 1)"},
	{Name: "less", Symbol: "<", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Lt),
		Doc:   "Whether the first is less.", Example: "less(arange(3), 1)"},
	{Name: "less_equal", Symbol: "<=", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Le),
		Doc:   "Whether the first is less or equal.", Example: "less_equal(arange(3), 1)"},
	{Name: "greater", Symbol: ">", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Gt),
		Doc:   "Whether the first is greater.", Example: "greater(arange(3), 1)"},
	{Name: "greater_equal", Symbol: ">=", Params: onXY, Types: comparison, Cost: 1,
		Lower: compare((*vec.Builder).Ge),
		Doc:   "Whether the first is greater or equal.", Example: "greater_equal(arange(3), 1)"},
	{Name: "logical_and", Symbol: "and", Params: onXY, Types: logical, Cost: 1,
		Lower: binary((*vec.Builder).And),
		Doc:   "Whether both are true.", Example: "logical_and(arange(3), True)"},
	{Name: "logical_or", Symbol: "or", Params: onXY, Types: logical, Cost: 1,
		Lower: binary((*vec.Builder).Or),
		Doc:   "Whether any is true.", Example: "logical_or(arange(3), False)"},
	{Name: "logical_not", Symbol: "not", Params: onX, Types: logical, Cost: 1,
		Lower: unary((*vec.Builder).Not),
		Doc:   "Whether it is false.", Example: "logical_not(arange(3))"},
	{Name: "where", Params: []string{"condition", "x", "y"}, Types: choice, Cost: 1,
		Lower: lowerWhere,
		Doc:   "x where the condition holds, else y.", Example: "where(arange(4) > 1, 1.5, 0)"},
	{Name: "minimum", Params: onXY, Types: arithmetic, Cost: 3,
		Lower: onMasks((*vec.Builder).And, lower.Minimum),
		Doc:   "The smaller of two; NaN when any is NaN.", Example: "minimum(arange(4), 2)"},
	{Name: "maximum", Params: onXY, Types: arithmetic, Cost: 3,
		Lower: onMasks((*vec.Builder).Or, lower.Maximum),
		Doc:   "The larger of two; NaN when any is NaN.", Example: "maximum(arange(4), 2)"},
}
