import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PROTOCOL_VERSION } from '@shared/rpc/protocol'
import { createAutosave } from '../../../src/main/store/autosave'
import { createBlocks } from '../../../src/main/store/blocks'
import { createHostService, type HostServiceOptions } from '../../../src/main/store/hostService'
import { createRecents } from '../../../src/main/store/recents'

describe('the host', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-service-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const service = (options: Partial<HostServiceOptions> = {}) =>
    createHostService({
      shell: 'web',
      version: '0.0.1',
      resources: folder,
      autosave: createAutosave(folder, () => undefined),
      recents: createRecents(folder, () => undefined),
      blocks: createBlocks(folder, () => undefined),
      dialogs: null,
      crashEngine: null,
      ...options,
    })

  it('greets a page of its own protocol, and tells one of another to reload', async () => {
    expect(await service().call('hello', { protocol: PROTOCOL_VERSION })).toEqual({
      shell: 'web',
      version: '0.0.1',
      protocol: PROTOCOL_VERSION,
      dialogs: false,
    })
    await expect(service().call('hello', { protocol: 999 })).rejects.toThrow('speaks protocol 999')
  })

  it('leaves files to the page where there are no dialogs', async () => {
    expect(await service().call('openFile', { accept: 'data' })).toBeNull()
    expect(await service().call('saveFile', { name: 'a.json', text: '{}' })).toBeNull()
    expect(await service().call('saveBytes', { name: 'a.png', bytes: Uint8Array.of(1) })).toBeNull()
  })

  it('ends the engine only where that is allowed', async () => {
    await expect(service().call('crashEngine', {})).rejects.toThrow('not allowed')
    const crashEngine = vi.fn()
    await service({ crashEngine }).call('crashEngine', {})
    expect(crashEngine).toHaveBeenCalledOnce()
  })

  it('reads the example documents in order, and nothing else of their folder', async () => {
    await mkdir(join(folder, 'examples'))
    for (const name of ['b.flow.json', 'a.flow.json', 'notes.txt'])
      await writeFile(join(folder, 'examples', name), name)
    expect(await service().call('examples', {})).toEqual([
      { name: 'a', text: 'a.flow.json' },
      { name: 'b', text: 'b.flow.json' },
    ])
  })

  it('keeps work and recent documents over its own end', async () => {
    await service().call('autosave', { text: 'work' })
    await service().call('remember', { name: 'moons', text: 'doc' })
    expect(await service().call('recover', {})).toBe('work')
    const [entry] = await service().call('recent', {})
    expect(await service().call('openRecent', { id: entry!.id })).toBe('doc')
  })
})
