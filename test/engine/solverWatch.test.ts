import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from './documents'
import { fakeHost, listen } from './fakeHost'

/** A continuous flow in one step of Runge–Kutta, trained so steeply that its two directions part. */
function steep(): FlowDocument {
  const document = smallDocument({ steps: 40, batchSize: 16, clipNorm: null }, ['continuous'])
  const settings = { solver: 'rk4', steps: 1, width: 4, depth: 1 }
  const nodes = document.graph.nodes.map((node) =>
    node.kind === 'bijector' ? { ...node, settings: { ...node.settings, ...settings } } : node,
  )
  const optimizer = { ...document.training.optimizer, learningRate: 0.9 }
  return { ...document, graph: { ...document.graph, nodes }, training: { ...document.training, optimizer } }
}

describe('solvers that do not converge', () => {
  it('are told at leisure, with the block, to whoever joins too, and no longer once they do', async () => {
    const { engine, said, until, quiet } = listen(fakeHost({ sleep: () => Promise.resolve() }))
    await engine.call('open', { document: steep() })
    await quiet()
    expect(said('solvers')).toEqual([]) // a fresh block is the identity
    await engine.call('step', { count: 20 })
    await until('paused')
    await quiet()
    const { issues } = said('solvers').at(-1)!
    expect(issues.map(({ node, severity }) => [node, severity])).toContainEqual(['continuous-1', 'warning'])
    expect((await engine.call('attach', {})).solvers).toEqual(issues)
    await engine.call('reset', { seed: 1 })
    await quiet()
    expect(said('solvers').at(-1)!.issues).toEqual([])
    await engine.dispose()
  })
})
