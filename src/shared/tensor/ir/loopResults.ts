import type { LoopAttributes } from './op'
import { sizeOf, type Shape } from './shape'

/**
 * The results of a loop, named as in its body: a carry after the last turn (`n0` …, for next), what each turn put on a stack
 * (`y0` …, [length, …]), what the turns add up to (`t0` …), and the carries as each turn found them (`b0` …, [length, …]).
 */
export interface LoopResult {
  readonly name: string
  readonly shape: Shape
  /** Where it begins in the loop's value. */
  readonly offset: number
}

export type ResultKind = 'n' | 'y' | 't' | 'b'

/** The body's output that says, true for every row, that a turn may be left out. */
export const IDLE = 'idle'

export const resultKind = (name: string): ResultKind => name[0] as ResultKind

export const isCarry = (operand: string): boolean => operand.startsWith('c')
/** The result that a turn hands on as this carry, and the carry that a result becomes. */
export const nextOf = (carry: string): string => `n${carry.slice(1)}`
export const carryOf = (next: string): string => `c${next.slice(1)}`
export const isSequence = (operand: string): boolean => operand.startsWith('x')

export const isStacked = (name: string): boolean => resultKind(name) === 'y' || resultKind(name) === 'b'

export function loopResults({ body, length }: LoopAttributes): readonly LoopResult[] {
  let offset = 0
  return body.outputs.flatMap(({ name, node }) => {
    if (name === IDLE) return []
    const shape = isStacked(name) ? [length, ...node.shape] : node.shape
    const result = { name, shape, offset }
    offset += sizeOf(shape)
    return [result]
  })
}
