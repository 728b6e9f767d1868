import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBlock } from '@shared/document/create'
import { newGroup } from '@shared/document/edits'
import { parseSavedBlock, writeSavedBlock } from '@shared/document/savedBlock'
import { hostCalls } from '@shared/rpc/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBlocks } from '../../../src/main/store/blocks'

const step = {
  ...newGroup('group', 'Step', [newBlock('affine-coupling', 'a'), newBlock('lu-linear', 'b')]),
  repeats: 4,
}

describe('the blocks of a person', () => {
  let folder: string
  const warn = vi.fn<(message: string) => void>()
  const blocks = () => createBlocks(folder, warn)
  const names = async () => (await blocks().list()).map(({ name }) => name)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-blocks-'))
    warn.mockReset()
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('are none at first', async () => {
    expect(await blocks().list()).toEqual([])
    expect(warn).not.toHaveBeenCalled()
  })

  it('come back by name, whole, after a restart', async () => {
    await blocks().keep({ name: 'Zebra', group: step })
    await blocks().keep({ name: 'Apple', group: { ...step, repeats: 1 } })
    const [apple, zebra] = await blocks().list()
    expect(apple).toEqual({ id: expect.any(String), name: 'Apple', group: { ...step, repeats: 1 } })
    expect(zebra.group).toEqual(step)
  })

  it('are renamed and deleted one by one', async () => {
    await blocks().keep({ name: 'One', group: step })
    await blocks().keep({ name: 'Two', group: step })
    const [one, two] = await blocks().list()
    await blocks().rename(one.id, 'Uno')
    expect(await names()).toEqual(['Two', 'Uno'])
    await blocks().forget(two.id)
    expect(await names()).toEqual(['Uno'])
    await expect(blocks().rename(two.id, 'Due')).rejects.toThrow('no longer there')
    await blocks().forget(two.id)
  })

  it('are passed over where a file is damaged, foreign or from a newer Diffeo, and left where they are', async () => {
    await blocks().keep({ name: 'Good', group: step })
    const home = join(folder, 'blocks')
    const whole = JSON.parse(writeSavedBlock({ name: 'Good', group: step })) as Record<string, unknown>
    const bad = [
      '',
      '{"format": "diffeo/block", "ver',
      '[]',
      '{"format": "diffeo/document", "version": 3}',
      JSON.stringify({ ...whole, version: 99 }),
      JSON.stringify({ ...whole, version: 2 }),
      JSON.stringify({ ...whole, name: '' }),
      JSON.stringify({ ...whole, group: { ...step, repeats: 1e9 } }),
      JSON.stringify({ ...whole, group: newBlock('affine', 'a') }),
    ]
    const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    await Promise.all(bad.map((text, n) => writeFile(join(home, `${id(n)}.block.json`), text)))
    await writeFile(join(home, 'notes.txt'), 'mine')
    await mkdir(join(home, `${id(99)}.block.json`))
    const kept = blocks()
    expect((await kept.list()).map(({ name }) => name)).toEqual(['Good'])
    expect((await kept.list()).map(({ name }) => name)).toEqual(['Good'])
    expect(warn).toHaveBeenCalledTimes(bad.length + 1)
    expect(await readdir(home)).toHaveLength(bad.length + 3)
  })

  it('reach no file but their own', async () => {
    await writeFile(join(folder, 'secret.block.json'), 'mine')
    await blocks().forget('../secret')
    await expect(blocks().rename('../secret', 'x')).rejects.toThrow('no longer there')
    expect(await readdir(folder)).toContain('secret.block.json')
  })
})

describe('what a page may ask to be kept', () => {
  it('is a group with a name', () => {
    const accepts = (params: unknown) => hostCalls.keepBlock.safeParse(params).success
    expect(accepts({ name: 'Step', group: step })).toBe(true)
    for (const name of ['', '   ', 'x'.repeat(65), 3]) expect(accepts({ name, group: step })).toBe(false)
    for (const group of [null, {}, newBlock('affine', 'a'), { ...step, nodes: [] }, { ...step, nodes: [step] }])
      expect(accepts({ name: 'Step', group })).toBe(false)
  })
})

describe('the text of a block', () => {
  it('reads back exactly', () => {
    expect(parseSavedBlock(writeSavedBlock({ name: 'Step', group: step }))).toEqual({
      ok: true,
      value: { name: 'Step', group: step },
    })
  })
})
