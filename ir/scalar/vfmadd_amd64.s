//go:build exhaustive

#include "textflag.h"

// func vfmaddAVX2(out, x, y, z *float32, n int)
TEXT ·vfmaddAVX2(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), AX
	MOVQ y+16(FP), BX
	MOVQ z+24(FP), DX
	MOVQ n+32(FP), CX

loop:
	VMOVUPS     (AX), Y0
	VMOVUPS     (BX), Y1
	VMOVUPS     (DX), Y2
	VFMADD231PS Y1, Y0, Y2
	VMOVUPS     Y2, (DI)
	ADDQ        $32, AX
	ADDQ        $32, BX
	ADDQ        $32, DX
	ADDQ        $32, DI
	SUBQ        $8, CX
	JNE         loop
	VZEROUPPER
	RET

// func vfmaddAVX512(out, x, y, z *float32, n int)
TEXT ·vfmaddAVX512(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), AX
	MOVQ y+16(FP), BX
	MOVQ z+24(FP), DX
	MOVQ n+32(FP), CX

loop:
	VMOVUPS     (AX), Z0
	VMOVUPS     (BX), Z1
	VMOVUPS     (DX), Z2
	VFMADD231PS Z1, Z0, Z2
	VMOVUPS     Z2, (DI)
	ADDQ        $64, AX
	ADDQ        $64, BX
	ADDQ        $64, DX
	ADDQ        $64, DI
	SUBQ        $16, CX
	JNE         loop
	VZEROUPPER
	RET
