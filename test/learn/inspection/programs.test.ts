import { describe, expect, it } from 'vitest'
import { jacobianProgram, layersProgram } from '@shared/learn/inspection/programs'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { realNvp } from '../../engine/pictures/subjects'
import { directions } from '../../flow/support/runs'

const products = (program: Program) => optimise(program).nodes.filter(({ op }) => op === 'matmul').length

describe('the program of a Jacobian', () => {
  it.each(directions)('differentiates a coupling’s network by the coordinate that it sees alone, %s', (direction) => {
    const { flow } = realNvp
    const networks = products(layersProgram(flow, 64, direction))
    expect(networks).toBeGreaterThan(0)
    expect(products(jacobianProgram(flow, 64, direction))).toBe(2 * networks)
  })
})
