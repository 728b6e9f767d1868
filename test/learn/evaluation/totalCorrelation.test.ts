import { describe, expect, it } from 'vitest'
import { newBlock, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { compileFlow } from '@shared/flow/compile'
import { initialiseFromData } from '@shared/flow/initialise'
import { totalCorrelation } from '@shared/learn/evaluation/totalCorrelation'
import { Inspector } from '@shared/learn/inspection/inspector'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { fresh } from '../../flow/support/blocks'

const rho = 0.8

/** A normal of this correlation, its margins bent, which leaves the total correlation as it is. */
function rows(n: number, seed: number): Float64Array {
  const random = new Random(seed)
  return Float64Array.from(
    Array.from({ length: n }, () => {
      const [a, e] = [random.normal(), random.normal()]
      const c = rho * a + Math.sqrt(1 - rho ** 2) * e
      return [Math.exp(0.7 * a), c + 0.3 * c ** 3]
    }).flat(),
  )
}

function documentOf(types: readonly string[]): FlowDocument {
  return types.reduce((document, type, i) => insertBlock(document, newBlock(type, `${type}-${i}`), i), newDocument())
}

async function judged(types: readonly string[]) {
  const document = documentOf(types)
  const compiled = compileFlow(document, 2)
  if (!compiled.ok) throw new Error(compiled.issues[0].message)
  const flow = compiled.value
  const theta = initialiseFromData(flow, fresh(flow, 1), rows(2048, 3))
  return totalCorrelation(new Inspector(flow, createReferenceBackend()), theta, document, rows(6000, 4))
}

describe('the total correlation by RBIG', () => {
  it('is that of a normal with bent margins, most of it taken by the first iterations', async () => {
    const found = (await judged(Array.from({ length: 12 }, () => 'rbig')))!
    const known = -0.5 * Math.log(1 - rho ** 2) // 0.51 nats
    expect(Math.abs(found.total - known)).toBeLessThan(0.06)
    expect(found.taken).toHaveLength(12)
    expect(found.taken[0].node).toBe('rbig-11') // next to the data
    const first = found.taken.slice(0, 4).reduce((sum, { nats }) => sum + nats, 0)
    expect(first).toBeGreaterThan(0.8 * found.total)
  })

  it('counts the iterations alone, and is none without one', async () => {
    expect((await judged(['affine', 'rbig', 'affine']))!.taken.map(({ node }) => node)).toEqual(['rbig-1'])
    expect(await judged(['affine'])).toBeNull()
  })
})
