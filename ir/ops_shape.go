package ir

// shapeOps rearrange elements.
var shapeOps = []Op{}
