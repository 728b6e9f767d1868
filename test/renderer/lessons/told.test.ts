import { describe, expect, it } from 'vitest'
import type { Issue } from '@shared/document/issue'
import { places, placeOf } from '../../../src/renderer/lessons/all'
import { toldOf } from '../../../src/renderer/lessons/told'

const warning: Issue = { severity: 'warning', node: 'planar-1', path: '', message: 'One does the work of both.' }
const error: Issue = { severity: 'error', node: 'expression-1', path: '', message: 'f(−0.2) = f(0.2).' }
const { step } = places[0]

describe('what is said of a lesson’s document', () => {
  it('is no advice on its stack, but what is wrong with it', () => {
    expect(toldOf([warning, error], step, false)).toEqual([error])
  })

  it('is advice too where the step is about that', () => {
    const { step: masks } = placeOf('families/masks')!
    expect(toldOf([warning], masks, false)).toEqual([warning])
  })

  it('is no more than that there is a fault while the question is which', () => {
    const [only, ...others] = toldOf([warning, error, error], step, true)
    expect(others).toEqual([])
    expect(only).toMatchObject({ severity: 'error', node: 'expression-1' })
    expect(only.message).not.toContain('f(')
  })
})
