import type { Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/** Writes inline code that computes one vector of results from one vector of operands, without branches. */
export type VectorFunction = (f: FunctionBuilder, lanes: Lanes, x: Expression) => Expression
export type BinaryVectorFunction = (f: FunctionBuilder, lanes: Lanes, a: Expression, b: Expression) => Expression
