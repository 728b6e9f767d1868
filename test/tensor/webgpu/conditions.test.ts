import { lowerFor } from '@shared/tensor/backends/webgpu'
import { optimise } from '@shared/tensor/passes/pipeline'
import { expect, it } from 'vitest'
import { plainCases } from '../../flow/support/blocks'
import { densityProgram, stackOf } from '../../flow/support/density'
import { limits } from './support/limits'

it('asks for both sides of a condition at once, without a branch', () => {
  for (const use of plainCases) {
    const { kernels } = lowerFor(optimise(densityProgram(stackOf(use, 2), 16)), { limits }, { turns: 1 })
    const lines = new Set(kernels.flatMap(({ text }) => text.split('\n')))
    const branching = [...lines].filter((line) => /&&|\|\|/.test(line) && !line.startsWith('if ('))
    expect(branching, use.name).toEqual([])
  }
})
