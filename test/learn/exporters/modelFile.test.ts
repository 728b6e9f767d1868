import { describe, expect, it } from 'vitest'
import type { ModelFile } from '@shared/document/model'
import { parseModel } from '@shared/document/validate'
import { compileFlow } from '@shared/flow/compile'
import { readModel, writeModel } from '@shared/learn/exporters/modelFile'
import { Inspector } from '@shared/learn/inspection/inspector'
import { noContext } from '@shared/learn/context'
import { padTheta } from '@shared/learn/theta'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { smallDocument } from '../../engine/documents'

const document = smallDocument({}, ['spline-coupling', 'lu-linear', 'actnorm'])
const units = new Units(2, [{ type: 'standardise', mean: [0.5, -1], scale: [2, 3] }])

function trained() {
  const compiled = compileFlow(document, 2)
  if (!compiled.ok) throw new Error(compiled.issues[0].message)
  const flow = compiled.value
  const random = new Random(8)
  const theta = padTheta(
    flow,
    flow.initialParameters(new Random(1)).map((value) => value + 0.1 * random.normal()),
  )
  return { flow, theta, units, context: noContext }
}

const model: ModelFile = writeModel(trained(), {
  document,
  names: ['x', 'y'],
  metrics: { trainNll: 1, validationNll: null, testNll: 1.25 },
  provenance: { diffeo: '0', backend: 'reference', seed: 1, steps: 10, created: '2026-01-01T00:00:00.000Z' },
})

const messageOf = (file: ModelFile): string => {
  const outcome = readModel(file)
  return outcome.ok ? 'accepted' : outcome.issues.map(({ message }) => message).join('\n')
}

describe('a model file', () => {
  it('passes the validator and survives JSON', () => {
    expect(parseModel(JSON.stringify(model))).toEqual({ ok: true, value: model })
  })

  it('comes back with the same log p, to the rounding of float32', async () => {
    const before = trained()
    const after = readModel(model)
    if (!after.ok) throw new Error(after.issues[0].message)
    expect(after.value.units.mean).toEqual(units.mean)
    const points = Float64Array.from({ length: 40 }, (_, i) => 2 * Math.sin(i))
    const ask = (flow: typeof before.flow, theta: Float64Array) =>
      new Inspector(flow, createReferenceBackend()).logDensity(theta, points)
    const [a, b] = [await ask(before.flow, before.theta), await ask(after.value.flow, after.value.theta)]
    a.forEach((value, i) => {
      expect(Math.abs(b[i] - value)).toBeLessThan(1e-5 * (1 + Math.abs(value)))
    })
    expect(after.value.theta).toEqual(Float64Array.from(Float32Array.from(before.theta)))
  })

  it('names the parameter that does not fit', () => {
    const [first, ...rest] = model.parameters
    const which = `Block "${first.node}": parameter "${first.name}"`
    expect(messageOf({ ...model, parameters: rest })).toContain(`${which} is missing`)
    expect(messageOf({ ...model, parameters: [{ ...first, shape: [1, 7] }, ...rest] })).toContain(
      `${which} has shape [1, 7]`,
    )
    expect(messageOf({ ...model, parameters: [{ ...first, data: 'AAAA' }, ...rest] })).toContain(
      `${which} has no readable values`,
    )
    expect(messageOf({ ...model, parameters: [...model.parameters, { ...first, name: 'extra' }] })).toContain(
      '"extra" belongs to nothing',
    )
  })
})
