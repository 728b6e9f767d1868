import { blockEntry } from '@shared/catalogue/registry'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { lowerFor } from '@shared/tensor/backends/webgpu'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import { isOp, type Node, type Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { describe, expect, it } from 'vitest'
import { create, plainCases } from '../../flow/support/blocks'
import { densityProgram, stackOf } from '../../flow/support/density'
import { flowOf } from '../../flow/support/runs'
import { tinySettings } from '../../learn/tinyFlow'
import { limits } from './support/limits'

const loopsIn = ({ nodes }: Program): number =>
  nodes.reduce((count, node) => count + (isOp(node, 'loop') ? 1 + loopsIn(node.attributes.body) : 0), 0)

/** Loops of a program, and of its kernels. */
function loops(program: Program): { readonly given: number; readonly kept: number } {
  const fast = optimise(program)
  const { kernels } = lowerFor(fast, { limits }, { turns: 1 })
  const kept = kernels.map(({ text }) => text.match(/for \(var turn\d+_ =/g)?.length ?? 0)
  return { given: loopsIn(fast), kept: kept.reduce((sum, count) => sum + count, 0) }
}

describe('loops on WebGPU', () => {
  it('of the registry’s densities are all taken turn by turn, none is written out', () => {
    const counted = plainCases.map((use) => ({ name: use.name, ...loops(densityProgram(stackOf(use, 2), 16)) }))
    expect(counted.filter(({ given }) => given > 0).length).toBeGreaterThan(5)
    expect(counted.filter(({ given, kept }) => kept !== given)).toEqual([])
  })

  it.each(['steps', 'adjoint'])('of a step of training are taken so too, with the gradient of the %s', (gradient) => {
    for (const solver of ['rk4', 'dopri5']) {
      const flow = flowOf(2, [create(blockEntry('continuous')!, 2, { gradient, solver })])
      const { given, kept } = loops(stepProgram(flow, tinySettings(), 32))
      expect(given, solver).toBeGreaterThan(1)
      expect(kept, solver).toBe(given)
    }
  })

  /** Five turns of `turn` from rows x [8, 2], or from `from`. */
  const five = (turn: (b: Builder, x: Node, w: Node) => Node, from: (x: Node, w: Node) => Node = (x) => x) => {
    const b = new Builder()
    const [x, w] = [b.rows('x', [8, 2]), b.input('w', [2])]
    const { carries } = loop(b, { length: 5 }, { carries: [from(x, w)] }, ({ carries: [now] }) => ({
      carries: [turn(b, now, w)],
    }))
    return b.program('five', { y: b.mul(carries[0], x) })
  }

  it.each([
    ['of rows alone', 1, five((b, x, w) => b.sin(b.mul(x, w)))],
    ['of rows and of what is the same in every turn', 1, five((b, x, w) => b.mul(x, b.exp(w)))],
    ['of what has no rows', 0, five((b, now) => b.sin(now), (_, w) => w)],
    ['whose turns mix rows', 0, five((b, x) => b.sub(x, b.broadcast(b.mean(x, [0]), [8, 2])))],
  ] as const)('are kept or written out: %s', (_, kept, program) => {
    expect(loops(program)).toEqual({ given: 1, kept })
  }) // prettier-ignore
})
