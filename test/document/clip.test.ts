import { describe, expect, it } from 'vitest'
import { newBlockAt, newDocument } from '@shared/document/create'
import { parseClip, writeClip } from '@shared/document/clip'
import { newGroup } from '@shared/document/edits'

const block = newBlockAt(newDocument(), 'affine', 0)
const nodes = [block, { ...newGroup('group-1', 'Step', [{ ...block, id: 'affine-2' }]), repeats: 3 }]

describe('blocks on the clipboard', () => {
  it('come back as they went, groups too', () => {
    expect(parseClip(writeClip(nodes))).toEqual({ ok: true, value: nodes })
  })

  it('are not seen in any other text', () => {
    for (const text of ['', 'hello', '{"format":"diffeo/document"}', 'about "diffeo/blocks"', '["diffeo/blocks"]']) {
      expect(parseClip(text)).toBeNull()
    }
  })

  it('are refused with a reason when they say what they are and are not', () => {
    const said = (change: object) => parseClip(JSON.stringify({ ...JSON.parse(writeClip(nodes)), ...change }))
    for (const change of [{ version: 99 }, { nodes: [] }, { nodes: [{ ...block, type: 7 }] }, { nodes: 'all' }]) {
      const outcome = said(change)
      expect(outcome?.ok).toBe(false)
      expect(outcome?.ok === false && outcome.issues.length).toBeGreaterThan(0)
    }
  })
})
