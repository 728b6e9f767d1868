import { blockEntry } from '@shared/catalogue/registry'
import { Random } from '@shared/math/random'
import { expect, it } from 'vitest'
import { create, fresh, normalRows } from './support/blocks'
import { flowOf, run } from './support/runs'

it('comes back over flat and steep parts that follow each other', () => {
  const dims = 2
  const flow = flowOf(dims, [create(blockEntry('block-autoregressive')!, dims, { layers: 2, units: 8 })])
  const theta = fresh(flow, 1)
  const random = new Random(2)
  for (const { name, offset, size } of flow.parameters) {
    if (name === 'gate') theta[offset] = 6 // hardly a straight part
    // hidden units as steep as training makes them
    if (name.endsWith('.scale')) for (let i = 0; i < size; i++) theta[offset + i] = 2.5 + 0.5 * random.normal()
  }
  const x = normalRows(300, dims, 3)
  const z = run(flow, theta, 'inverse', x).value
  const back = run(flow, theta, 'forward', Float64Array.from(z)).value
  expect(Math.max(...x.map((value, i) => Math.abs(value - back[i])))).toBeLessThan(1e-8)
})
