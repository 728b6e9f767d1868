import { describe, expect, it } from 'vitest'
import { baseReach, layerRanges, stopMark, stopsOf } from '../../../../src/renderer/views/layers/stack'
import { positionColour } from '../../../../src/renderer/ui/colour'
import { openedWith } from '../../fakeEngine'
import { documentOf } from '../../documents'

describe('the stops of a stack', () => {
  it('are z, the place after each block by its name, and x, in the colours of their places', () => {
    const stops = stopsOf(documentOf('affine', 'actnorm', 'planar'))
    expect(stops.map(({ name }) => name)).toEqual(['z', '1 Affine', '2 ActNorm', 'x, after block 3 Planar'])
    expect(stops.map(({ colour }) => colour)).toEqual([0, 1, 2, 3].map((k) => positionColour(k, 3)))
    expect([0, 1, 2, 3].map((k) => stopMark(k, 3))).toEqual(['z', '1', '2', 'x'])
  })

  it('are one where there is no block, and none where there is no flow', () => {
    expect(stopsOf(documentOf())).toHaveLength(1)
    expect(stopsOf(null)).toEqual([])
  })
})

describe('the frame of all layers', () => {
  it('holds the data and the cloud of z', () => {
    const { data } = openedWith(2)
    const units = { mean: [0, 10], scale: [2, 0.1] }
    expect(layerRanges({ ...data, units }, 3)).toEqual([
      { min: -6, max: 6 },
      { min: -1, max: expect.closeTo(10.3, 9) as number },
    ])
  })

  it('reaches as far as a uniform base does', () => {
    const base = { id: 'z', kind: 'base', type: 'uniform', settings: { halfWidth: 5 } } as const
    expect(baseReach(base)).toBe(5)
    expect(baseReach({ ...base, type: 'normal' })).toBe(3)
    expect(baseReach({ ...base, type: 'torus' })).toBe(Math.PI)
  })
})
