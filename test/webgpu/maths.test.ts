import { Builder } from '@shared/tensor/ir/builder'
import type { UnaryOp } from '@shared/tensor/ir/op'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { unaryFunctions } from '@shared/tensor/runtime/interpreter/pointwise'
import { afterAll, describe, expect, it } from 'vitest'
import { runOn } from '../tensor/support/run'
import { exactErf } from '../tensor/wasm/support/erf'
import { specialNumbers, sweep, ulp } from '../tensor/wasm/support/floats'
import { backendHere, found, where } from './support/device'

type FloatOp = Exclude<UnaryOp, 'not'>

const lanes = lanesOf('float32', false)
/** Smaller than a normal number: a device may take it as zero. */
const NORMAL = 2 ** -126
/** Up to which sin and cos have a value. */
const FARTHEST = 1e5

/** Units in the last place by which results may differ from the truth. */
const accuracies: { readonly [O in FloatOp]: number } = {
  neg: 0,
  abs: 0,
  sign: 0,
  floor: 0,
  stopGradient: 0,
  sqrt: 3,
  exp: 3,
  expm1: 4,
  log: 3,
  log1p: 4,
  sin: 3,
  cos: 3,
  tanh: 6,
  sigmoid: 4,
  softplus: 5,
  erf: 7,
}

function complaint(op: FloatOp, x: number, got: number): string | null {
  if (Math.abs(x) < NORMAL && x !== 0) return null
  const truth = op === 'erf' ? exactErf(x) : unaryFunctions[op](x)
  const exact = (op === 'sin' || op === 'cos') && Math.abs(x) > FARTHEST ? NaN : truth
  const wanted = Math.fround(exact)
  if (Object.is(got, wanted) || (got === 0 && Math.abs(exact) < 4 * NORMAL) || got === wanted) return null
  const distance = Math.abs(got - exact) / ulp(lanes, exact)
  return Number.isFinite(wanted) && distance <= accuracies[op]
    ? null
    : `${op}(${x}) = ${got}, not ${wanted}: ${distance} ulp`
}

describe.skipIf('reason' in found)(where('functions'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(Object.keys(accuracies) as FloatOp[])('are as close to the truth as they are said to be: %s', async (op) => {
    const x = Float32Array.from([...sweep(lanes), ...specialNumbers])
    const b = new Builder()
    const program = b.program('function', { y: b.emit(op, [b.input('x', [x.length])], {}) })
    const { y } = await runOn(backendHere(), program, { x })
    const complaints = Array.from(x, (value, i) => complaint(op, value, y[i])).filter((text) => text !== null)
    expect(complaints.slice(0, 5), `${complaints.length} of ${x.length}`).toEqual([])
  })

  it('let NaN through max and min, and tell it in comparisons', async () => {
    const b = new Builder()
    const x = b.input('x', [3])
    const outputs = {
      max: b.max(x, 0),
      min: b.min(0, x),
      isNumber: b.select(b.equal(x, x), 1, 0),
      isFinite: b.select(b.less(b.abs(x), 3e38), 1, 0),
    }
    const got = await runOn(backendHere(), b.program('not a number', outputs), { x: [NaN, -1, Infinity] })
    expect(Object.fromEntries(Object.entries(got).map(([name, values]) => [name, [...values]]))).toEqual({
      max: [NaN, 0, Infinity],
      min: [NaN, -1, 0],
      isNumber: [0, 1, 1],
      isFinite: [0, 1, 0],
    })
  })
})
