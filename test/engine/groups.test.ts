import { stackOf } from '@shared/document/chain'
import { newBlockAt, newDocument } from '@shared/document/create'
import { groupBlocks, insertBlock, setGroup, setSetting, ungroup } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { compileFlow } from '@shared/flow/compile'
import { Random } from '@shared/math/random'
import { expect, describe, it } from 'vitest'
import { listen } from './fakeHost'
import { smallDocument } from './documents'

const types = ['affine-coupling', 'triangular', 'masked-autoregressive']

/** The same flow written twice: as a group of three blocks, repeated, and as the nine blocks it stands for. */
function twins(): { grouped: FlowDocument; plain: FlowDocument } {
  const { data, training } = smallDocument({ steps: 6 })
  const start = types.reduce(
    (document, type, index) => insertBlock(document, newBlockAt(document, type, index), index),
    { ...newDocument('Twins'), data, training },
  )
  const narrow = stackOf(start).bijectors.reduce(
    (document, { id, settings }) => ('width' in settings ? setSetting(document, id, 'width', 4) : document),
    start,
  )
  const ids = stackOf(narrow).bijectors.map(({ id }) => id)
  const { document, id } = groupBlocks(narrow, ids, 'Step')
  const grouped = setGroup(document, id, { repeats: 3, alternate: true })
  return { grouped, plain: ungroup(grouped, id) }
}

const flowOf = (document: FlowDocument) => {
  const flow = compileFlow(document, 2)
  if (!flow.ok) throw new Error(flow.issues[0].message)
  return flow.value
}

async function trained(document: FlowDocument) {
  const { engine, until } = listen()
  const opened = await engine.call('open', { document })
  await engine.call('train', {})
  await until('finished')
  const points = Float64Array.of(0.2, 0.1, -1, 0.4, 1.5, -0.5)
  return { opened, model: await engine.call('exportModel', {}), probe: await engine.call('probe', { points }), points }
}

describe('a document with a group', () => {
  it('has the parameters of the blocks it stands for, laid out and drawn alike', () => {
    const { grouped, plain } = twins()
    const [a, b] = [flowOf(grouped), flowOf(plain)]
    expect(a.parameters.map(({ node, name, offset }) => [node, name, offset])).toEqual(
      b.parameters.map(({ node, name, offset }) => [node, name, offset]),
    )
    expect(new Set(a.parameters.map(({ node }) => node)).size).toBe(9)
    expect(a.initialParameters(new Random(5))).toEqual(b.initialParameters(new Random(5)))
  })

  it('trains to the same bits as the ungrouped one, and its model opens and answers the same', async () => {
    const { grouped, plain } = twins()
    const [a, b] = [await trained(grouped), await trained(plain)]
    expect(a.opened.blocks).toEqual(b.opened.blocks)
    expect(a.probe).toEqual(b.probe)
    expect(a.model.parameters).toEqual(b.model.parameters)
    expect(a.model.document).toEqual(grouped)

    const { engine } = listen()
    await engine.call('openModel', { model: a.model })
    const again = await engine.call('probe', { points: a.points })
    again.logDensity.forEach((value, i) => {
      expect(value).toBeCloseTo(a.probe.logDensity[i], 4)
    })
  }, 60_000)

  it('is blamed once, at the block that is repeated, for what does not fit the data', () => {
    const { grouped } = twins()
    const odd = setSetting(
      setSetting(grouped, 'affine-coupling-1', 'mask', 'custom'),
      'affine-coupling-1',
      'maskEntries',
      [1, 1, 0],
    )
    const flow = compileFlow(odd, 2)
    expect(flow.ok ? [] : flow.issues.map(({ node }) => node)).toEqual(['affine-coupling-1'])
  })
})
