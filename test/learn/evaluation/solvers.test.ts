import { describe, expect, it } from 'vitest'
import { blocks } from '@shared/catalogue/registry'
import { solverNamed, solversOf } from '@shared/catalogue/solvers'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { compileFlow } from '@shared/flow/compile'
import type { Bijector } from '@shared/flow/bijector'
import { Flow } from '@shared/flow/flow'
import { normal } from '@shared/flow/bases/normal'
import { fixedPoint } from '@shared/flow/solve/fixedPoint'
import { checkSolvers, hasSolvers, solverIssues } from '@shared/learn/evaluation/solvers'
import { Inspector } from '@shared/learn/inspection/inspector'
import { padTheta } from '@shared/learn/theta'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { moved, normalRows } from '../../flow/support/blocks'

const backend = createWasmBackend({
  precision: 'float64',
  features: detectFeatures(),
  pool: null,
  threads: 1,
  memoryLimit: 2 ** 30,
  now: () => 0,
})

/** A document of one block. */
function documentOf(type: string, settings: Record<string, number | string> = {}, inverted = false): FlowDocument {
  const block = newBlockAt(newDocument(), type, 0)
  return insertBlock(newDocument(), { ...block, inverted, settings: { ...block.settings, ...settings } }, 0)
}

/** What its solvers leave, with weights of this size. */
async function checked(document: FlowDocument, size: number) {
  const flow = compileFlow(document, 2)
  if (!flow.ok) throw new Error(flow.issues[0].message)
  const inspector = new Inspector(flow.value, backend)
  const rows = normalRows(20, 2, 3)
  return checkSolvers(inspector, padTheta(flow.value, moved(flow.value, 4, size)), document, rows)
}

/** x ↦ x + c sin x, whose other direction takes so many turns of x ← z − c sin x. */
const sines = (c: number, most: number): Bijector => ({
  parameters: [],
  inverseAndLogDet: ({ b }, x) => ({
    value: b.add(x, b.mul(c, b.sin(x))),
    logDet: b.sum(b.log(b.add(1, b.mul(c, b.cos(x)))), [-1]),
  }),
  forwardAndLogDet: ({ b }, z) => {
    const options = { rate: c, tolerance: 1e-9, most }
    return { value: fixedPoint(b, (x) => b.sub(z, b.mul(c, b.sin(x))), z, options).value, logDet: b.scalar(0) }
  },
})

describe('solvers of blocks', () => {
  it('are all known, with what they may leave', () => {
    for (const { forward, inverse } of blocks)
      for (const computed of [forward, inverse])
        if (computed.kind === 'iterative') expect(() => solverNamed(computed.solver)).not.toThrow()
  })

  it('turn round with their block, and are as exact as its settings say', () => {
    expect(solversOf({ type: 'planar', settings: {}, inverted: false }).map(({ direction }) => direction)).toEqual([
      'inverse',
    ])
    expect(solversOf({ type: 'planar', settings: {}, inverted: true })[0].direction).toBe('forward')
    const [ode] = solversOf({ type: 'continuous', settings: { tolerance: 1e-7 }, inverted: false })
    expect(ode.within).toBeCloseTo(1e-5, 12)
    expect(hasSolvers(documentOf('affine-coupling'))).toBe(false)
  })

  it.each(
    blocks
      .filter((entry) => solversOf({ type: entry.type, settings: {}, inverted: false }).length > 0)
      .map(({ type }) => type),
  )('converge where weights are ordinary: %s', async (type) => {
    for (const { residual, within, share } of await checked(documentOf(type), 0.3)) {
      expect(residual).toBeLessThan(within)
      expect(share).toBe(0)
    }
  })

  it('are said not to where they end too early, at the block to blame and with what helps', async () => {
    const document = documentOf('continuous', { solver: 'rk4', steps: 1 })
    const fits = await checked(document, 3)
    const { share, residual } = fits[0]
    expect(share).toBeGreaterThan(0.5)
    expect(residual).toBeGreaterThan(1e-3)
    const [issue] = solverIssues(document, fits)
    const block = document.graph.nodes.find(({ kind }) => kind === 'bijector')!
    expect(issue).toMatchObject({ severity: 'warning', node: block.id })
    expect(issue.message).toMatch(
      /^Block 1 "Continuous flow": its solver z → x misses by .* at \d+ % of points.*more steps/,
    )
  })

  it('leave what a residual map contracts too slowly for its turns', async () => {
    const document = documentOf('residual')
    const { id } = document.graph.nodes.find(({ kind }) => kind === 'bijector')!
    const fit = async (most: number) => {
      const flow = new Flow(2, { id: 'base', of: normal.create({}, 2) }, [{ id, of: sines(0.9, most) }])
      const theta = padTheta(flow, flow.initialParameters(new Random(1)))
      const inspector = new Inspector(flow, backend)
      return (await checkSolvers(inspector, theta, document, new Float64Array(0)))[0]
    }
    expect((await fit(3)).share).toBeGreaterThan(0.5)
    expect((await fit(300)).residual).toBeLessThan(1e-8)
  })
})
