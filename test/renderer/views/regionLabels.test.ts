import { describe, expect, it } from 'vitest'
import { gathered } from '../../../src/renderer/views/regionLabels'

const edges = (...places: readonly number[]) => ['95', '80', '50'].map((mass, i) => ({ at: places[i], mass }))

describe('the labels of regions on a colour bar', () => {
  it('stand under their own edges where there is room', () => {
    expect(gathered(edges(0, 0.2, 0.5), 300)).toEqual([
      { at: 0, text: '95 %' },
      { at: 0.2, text: '80 %' },
      { at: 0.5, text: '50 %' },
    ])
  })

  it('are one where they would touch, and none is left out', () => {
    expect(gathered(edges(0.02, 0.06, 0.5), 400)).toEqual([
      { at: 0.04, text: '95, 80 %' },
      { at: 0.5, text: '50 %' },
    ])
    expect(gathered(edges(0, 0.04, 0.08), 400)).toEqual([{ at: 0.04, text: '95, 80, 50 %' }])
  })

  it('are none on a bar without edges', () => {
    expect(gathered([], 300)).toEqual([])
  })
})
