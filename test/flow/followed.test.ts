import { affine } from '@shared/flow/bijectors/affine'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { analyseBatch } from '@shared/tensor/backends/analysis/batchAxis'
import { Builder } from '@shared/tensor/ir/builder'
import { optimise } from '@shared/tensor/passes/pipeline'
import { describe, expect, it } from 'vitest'
import { tinySettings } from '../learn/tinyFlow'
import { plainCases } from './support/blocks'
import { flowOf } from './support/runs'

const dims = 3

describe('training and sampling treat rows alike, whatever number of them there are', () => {
  it.each(plainCases)('$name', ({ create }) => {
    const flow = flowOf(dims, [affine.create({}, dims), create(dims), affine.create({}, dims)])
    const settings = tinySettings({ clipNorm: 5 })
    // As many rows as dimensions, as units in a hidden layer, as parameters: axes must not be taken for each other.
    for (const rows of [2, dims, 7, 2 * dims, 150, flow.size]) {
      const b = new Builder()
      const { value, logDet } = flow.trace(b, b.input('theta', [flow.size])).forward(b.rows('z', [rows, dims]))
      for (const program of [stepProgram(flow, settings, rows), b.program('samples', { value, logDet })])
        expect(analyseBatch(optimise(program)), `${program.name}, ${rows} rows`).not.toBeNull()
    }
  })
})
