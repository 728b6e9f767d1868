import { describe, expect, it } from 'vitest'
import { newBlockAt, newDocument } from '@shared/document/create'
import { parseClip, writeClip } from '@shared/document/clip'
import { newGroup } from '@shared/document/edits'

const block = newBlockAt(newDocument(), 'affine', 0)
const nodes = [block, { ...newGroup('group-1', 'Step', [{ ...block, id: 'affine-2' }]), repeats: 3 }]

describe('blocks on the clipboard', () => {
  it('come back as they went, groups too', () => {
    const clip = { nodes, notes: [], frames: [] }
    expect(parseClip(writeClip(clip))).toEqual({ ok: true, value: clip })
    const note = { id: 'note-1', node: nodes[0].id, text: 'Two\nlines' }
    const frame = { id: 'frame-1', title: 'Both', colour: 'teal' as const, from: nodes[0].id, to: 'group-1' }
    const noted = { nodes, notes: [note], frames: [frame] }
    expect(parseClip(writeClip(noted))).toEqual({ ok: true, value: noted })
  })

  it('are not seen in any other text', () => {
    for (const text of ['', 'hello', '{"format":"diffeo/document"}', 'about "diffeo/blocks"', '["diffeo/blocks"]']) {
      expect(parseClip(text)).toBeNull()
    }
  })

  it('are refused with a reason when they say what they are and are not', () => {
    const said = (change: object) =>
      parseClip(JSON.stringify({ ...JSON.parse(writeClip({ nodes, notes: [], frames: [] })), ...change }))
    for (const change of [{ version: 99 }, { nodes: [] }, { nodes: [{ ...block, type: 7 }] }, { nodes: 'all' }]) {
      const outcome = said(change)
      expect(outcome?.ok).toBe(false)
      expect(outcome?.ok === false && outcome.issues.length).toBeGreaterThan(0)
    }
  })
})
