package tutorial

// The expressions below are what "b2 bench fused" times beside those of the tutorial.

// QuadSingle is Quad's arithmetic in float32, without a conversion.
//
//b2gen:kernel a=float32[i] b=float32[i]
const QuadSingle = "a**2 + b**2 + 2*a*b + 1"

// QuadDouble is Quad's arithmetic in float64.
//
//b2gen:kernel a=float64[i] b=float64[i]
const QuadDouble = "a**2 + b**2 + 2*a*b + 1"

// Polynomial is one of degree 7 in Horner's form.
//
//b2gen:kernel x=float64[i]
const Polynomial = "((((((0.1*x - 0.2)*x + 0.3)*x - 0.4)*x + 0.5)*x - 0.6)*x + 0.7)*x - 0.8"

// LeakyReLU chooses by comparison.
//
//b2gen:kernel x=float32[i]
const LeakyReLU = "where(x > 0, x, 0.01*x)"

// Within compares and gives truth values.
//
//b2gen:kernel x=float64[i]
const Within = "(x >= -0.5) & (x < 0.5)"

// FlatField corrects the counts of a camera: three types, two of the operands shared by rows.
//
//b2gen:kernel counts=uint16[j,k] dark=float32[k] gain=float32[k]
const FlatField = "(counts - dark) * gain"

// Standardize subtracts each column's mean and divides by its deviation.
//
//b2gen:kernel x=float64[j,k] mean=float64[k] deviation=float64[k]
const Standardize = "(x - mean) / deviation"

// GELU is an activation function of neural networks.
//
//b2gen:kernel x=float32[i]
const GELU = "0.5*x*(1 + tanh(0.7978845608028654*(x + 0.044715*x**3)))"

// Logistic is written out, as users do who do not know of sigmoid.
//
//b2gen:kernel x=float64[i]
const Logistic = "1 / (1 + exp(-x))"

// ToSRGB encodes linear light for a screen, with an exponent g that is given as an operand.
//
//b2gen:kernel x=float32[i] g=float32[]
const ToSRGB = "where(x <= 0.0031308, 12.92*x, 1.055*x**g - 0.055)"

// Call is Black and Scholes' price of an option: price s, strike k, time t, rate 2 %, volatility 30 %.
//
//b2gen:kernel s=float64[i] k=float64[i] t=float64[i]
const Call = "s*(0.5 + 0.5*erf((log(s/k) + 0.065*t)/(0.42426406871192845*sqrt(t)))) - k*exp(-0.02*t)*(0.5 + 0.5*erf((log(s/k) - 0.025*t)/(0.42426406871192845*sqrt(t))))"

// Buckets divides whole numbers, which vectors have no instruction for.
//
//b2gen:kernel x=int32[i]
const Buckets = "(3*x + 5) // 7"

// Mandelbrot is a step of its iteration.
//
//b2gen:kernel z=complex128[i] c=complex128[i]
const Mandelbrot = "z*z + c"
