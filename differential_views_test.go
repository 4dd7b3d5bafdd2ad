package b2_test

// viewForms rearrange elements.
var viewForms = []form{
	{text: "({0}).T", arrays: true}, {text: "transpose({0})", arrays: true}, {text: "reshape({0}, -1)", arrays: true}, {text: "ravel({0})[::-2]", arrays: true},
	{text: "flip({0})", arrays: true}, {text: "flip({0}, axis=0)", arrays: true}, {text: "roll({0}, 1)", arrays: true}, {text: "roll({0}, (1, -2), axis=(0, -1))", arrays: true},
	{text: "expand_dims({0}, 0)", arrays: true}, {text: "expand_dims({0}, (0, -1))", arrays: true}, {text: "squeeze({0})", arrays: true}, {text: "stack(({0}, {1}))", arrays: true},
	{text: "stack(({0}, {0}), axis=-1)", arrays: true}, {text: "concat(({0}, {1}), axis=None)", arrays: true}, {text: "concat(({0}, {1}))", arrays: true},
	{text: "concat(({0}, {0}), axis=-1)[..., 1:]", arrays: true}, {text: "repeat({0}, 2)", arrays: true}, {text: "repeat({0}, 2, axis=0)", arrays: true}, {text: "tile({0}, (2, 1))", arrays: true},
	{text: "take({0}, (0, 0, -1))", arrays: true}, {text: "take({0}, (0, -1), axis=-1)", arrays: true}, {text: "({0})[[0, -1, 0]]", arrays: true}, {text: "({0})[..., [0, -1]]", arrays: true},
	{text: "({0})[None, ..., ::-1]", arrays: true}, {text: "swapaxes({0}, 0, -1)", arrays: true}, {text: "moveaxis({0}, 0, -1)", arrays: true}, {text: "atleast_2d({0})", arrays: true},
	{text: "diagonal({0})", arrays: true}, {text: "rot90({0})", arrays: true}, {text: "zeros_like({0}) + ({1})", arrays: true},
	{text: "sum(({0})[({0}) == ({0})])", arrays: true, kind: "sum"}, {text: "max(reshape({0}, -1), initial=0)", arrays: true, kind: "zeros"},
}
