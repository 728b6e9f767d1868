import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { sizeOf } from '@shared/tensor/ir/shape'
import type { Backend } from '@shared/tensor/runtime/backend'
import type { Case } from './cases'

export type Bindings = Readonly<Record<string, ArrayLike<number>>>

/** Runs a program on the float64 interpreter. */
export function evaluate(program: Program, inputs: Bindings): Record<string, Float64Array> {
  const results = interpret(program, new Map(Object.entries(inputs)))
  return Object.fromEntries([...results].map(([name, values]) => [name, Float64Array.from(values)]))
}

/** The value of an expression without inputs. */
export function valueOf(write: (b: Builder) => Node): number[] {
  const b = new Builder()
  return [...evaluate(b.program('value', { y: write(b) }), {}).y]
}

/** A case as a program: inputs `x0`, `x1` …, output `y`. */
export function caseProgram(use: Case): Program {
  const b = new Builder()
  const inputs = use.inputs.map(({ shape }, i) => b.input(`x${i}`, shape))
  return b.program('case', { y: use.build(b, inputs) })
}

export const caseInputs = (use: Case): Bindings =>
  Object.fromEntries(use.inputs.map(({ values }, i) => [`x${i}`, values]))

/** Names of the inputs by which a case can be differentiated. */
export const caseVariables = (use: Case): string[] =>
  (use.differentiable ?? use.inputs.map((_, i) => i)).map((i) => `x${i}`)

/** |a − b| over max(1, |b|), the worst entry; infinite where lengths or NaNs differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let worst = 0
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i]) || a[i] === b[i]) continue
    const d = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i]))
    worst = Math.max(worst, Number.isNaN(d) ? Infinity : d)
  }
  return worst
}

/** Zeros for all inputs of a program, to be replaced where they are to be others. */
export const zerosFor = ({ inputs }: Program): Bindings =>
  Object.fromEntries(inputs.map(({ attributes: { name }, shape }) => [name, new Float64Array(sizeOf(shape))]))

/** One run of a program on a backend, and every result. */
export async function runOn(
  backend: Backend,
  program: Program,
  inputs: Bindings,
): Promise<Record<string, Float64Array>> {
  const executable = await backend.prepare(program)
  for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
  await executable.run()
  const results: Record<string, Float64Array> = {}
  for (const { name } of [...program.outputs, ...program.updates]) results[name] = await executable.read(name)
  executable.dispose()
  return results
}
