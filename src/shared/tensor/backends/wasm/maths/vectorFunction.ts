import type { Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Lanes, Precision } from '../lanes'

/** Writes inline code that computes one vector of results from one vector of operands, without branches. */
export type VectorFunction = (f: FunctionBuilder, lanes: Lanes, x: Expression) => Expression
export type BinaryVectorFunction = (f: FunctionBuilder, lanes: Lanes, a: Expression, b: Expression) => Expression

/**
 * Numbers of a polynomial, lowest power first, as each precision needs them. All here were fitted in 60 digits by least
 * squares at Chebyshev nodes, reweighted until the largest error was least (Lawson), and rounded one after another, the
 * lowest first, each time fitting the rest anew.
 */
export type Coefficients = Readonly<Record<Precision, readonly number[]>>
