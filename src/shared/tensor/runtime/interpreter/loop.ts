import { carryOf, IDLE, isCarry, isSequence, isStacked, loopResults, resultKind } from '../../ir/loopResults'
import type { Node } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import { constantsOf, interpret, type ArrayType } from './interpret'
import type { Values } from './pointwise'

/** Takes a loop's turns one after another; `out`, zeros to begin with, gets its results. */
export function runLoop(out: Values, node: Node<'loop'>, inputs: readonly Values[]): void {
  const { body, length, reverse, operands } = node.attributes
  const results = loopResults(node.attributes)
  const type = out.constructor as ArrayType
  const state = new Map(operands.flatMap((name, k) => (isCarry(name) ? [[name, inputs[k].slice()] as const] : [])))
  const constants = constantsOf(body, type)
  for (let i = 0; i < length; i++) {
    const at = reverse ? length - 1 - i : i
    const entry = (values: Values) =>
      values.subarray((at * values.length) / length, ((at + 1) * values.length) / length)
    const bindings = new Map(
      operands.map((name, k) => [name, state.get(name) ?? (isSequence(name) ? entry(inputs[k]) : inputs[k])]),
    )
    const values = interpret(body, bindings, type, undefined, constants)
    const isIdle = values.get(IDLE)?.every((idle) => idle !== 0) === true
    for (const { name, offset, shape } of results) {
      const value = values.get(name)!
      const kind = resultKind(name)
      if (isIdle && kind !== 'b') continue
      if (isStacked(name)) out.set(value, offset + (at * sizeOf(shape)) / length)
      else if (kind === 't') for (let k = 0; k < value.length; k++) out[offset + k] += value[k]
      else state.set(carryOf(name), value.slice())
    }
  }
  for (const { name, offset } of results) if (resultKind(name) === 'n') out.set(state.get(carryOf(name))!, offset)
}
