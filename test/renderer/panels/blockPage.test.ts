import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { encodeFloat32 } from '@shared/document/float32'
import { factsOf, filledFormula } from '../../../src/renderer/panels/block/filled'

const parameter = (name: string, values: readonly number[], shape = [values.length]) => ({
  node: 'block-1',
  name,
  shape,
  dtype: 'float32' as const,
  data: encodeFloat32(values),
})
const set = (tex: string | null): string => katex.renderToString(tex!, { throwOnError: true, strict: 'error' })

describe('the page of a block', () => {
  it('puts numbers into formulas that KaTeX sets', () => {
    const affine = filledFormula({ type: 'affine' }, {}, [parameter('logScale', [0, Math.log(2)]), parameter('shift', [1, -3])], 2) // prettier-ignore
    expect(affine).toBe(
      String.raw`\mathbf{x} = \begin{pmatrix} 1 & 0 \\ 0 & 2 \end{pmatrix}\,\mathbf{z} + \begin{pmatrix} 1 \\ -3 \end{pmatrix}`,
    )
    set(affine)
    set(filledFormula({ type: 'dense-matrix' }, { matrix: [2, 1, 0, 1.5], shift: null }, [], 2))
    set(filledFormula({ type: 'expression' }, { expression: 'z < 0 ? z : 3z^2' }, [], 1))
    set(filledFormula({ type: 'rotation' }, {}, [parameter('angles', [0.3])], 2))
    set(filledFormula({ type: 'planar' }, {}, [parameter('w', [1, -2]), parameter('b', [-0.5])], 2))
  })

  it('leaves the formula as it is where there is nothing to put in, or too much', () => {
    expect(filledFormula({ type: 'affine' }, {}, [], 2)).toBeNull()
    expect(filledFormula({ type: 'spline-coupling' }, {}, [parameter('w', [1])], 2)).toBeNull()
    expect(filledFormula({ type: 'dense-matrix' }, { matrix: null, shift: null }, [], 9)).toBeNull()
  })

  it('writes few numbers out, and of many their range', () => {
    expect(factsOf(parameter('shift', [0.5, -1]))).toEqual({ kind: 'numbers', name: 'shift', numbers: '0.5, −1' })
    const many = Array.from({ length: 12 }, (_, i) => i / 2)
    expect(factsOf(parameter('kernel', many, [3, 4]))).toEqual({ kind: 'range', name: 'kernel', shape: '3 × 4', from: '0', to: '5.5' }) // prettier-ignore
  })
})
