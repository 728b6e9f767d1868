import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hostCalls, PROTOCOL_VERSION } from '@shared/rpc/protocol'
import { createBlocks } from '../../../src/main/store/blocks'
import { createHostService, type HostServiceOptions } from '../../../src/main/store/hostService'
import { createRecents } from '../../../src/main/store/recents'
import { createSealed } from '../../../src/main/store/sealed'
import { createWorkspace } from '../../../src/main/store/workspace/workspace'

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
      former: createSealed(folder, 'autosave', () => undefined),
      workspace: createWorkspace(folder, () => undefined),
      tell: () => undefined,
      recents: createRecents(folder, () => undefined),
      blocks: createBlocks(folder, () => undefined),
      runs: {} as never,
      dialogs: null,
      handed: null,
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

  it('says which file of the gallery is missing, and takes no name that leads out of its folder', async () => {
    await expect(service().call('galleryModel', { file: 'two-moons' })).rejects.toThrow(
      'lacks its file "two-moons.model.json"',
    )
    await expect(service().call('gallery', {})).rejects.toThrow('run "npm run make:examples"')
    const accepts = (file: string) => hostCalls.galleryPicture.safeParse({ file }).success
    expect(['two-moons', '../secret', 'a/b', '..', 'A.png', ''].filter(accepts)).toEqual(['two-moons'])
  })

  it('lets one page at a time keep documents, and tells the one before', async () => {
    const tell = vi.fn()
    const host = service({ tell })
    await host.call('claimWorkspace', { page: 'first' })
    await host.call('keepTabs', { page: 'first', text: 'one' })
    expect(await host.call('claimWorkspace', { page: 'second' })).toBe('one')
    expect(tell.mock.calls).toEqual([[{ event: 'workspace-taken', page: 'first' }]])
    await expect(host.call('keepTabs', { page: 'first', text: 'two' })).rejects.toThrow('another window')
    await host.call('keepTabs', { page: 'second', text: 'three' })
  })

  it('keeps work and recent documents over its own end', async () => {
    await service().call('keepTabs', { page: 'a', text: 'work' })
    await service().call('remember', { name: 'moons', text: 'doc' })
    expect(await service().call('claimWorkspace', { page: 'b' })).toBe('work')
    const [entry] = await service().call('recent', {})
    expect(await service().call('openRecent', { id: entry!.id })).toBe('doc')
  })
})
