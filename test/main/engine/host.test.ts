import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeHost } from '../../../src/main/engine/host'

describe('the engine host on Node', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-host-'))
    await writeFile(join(folder, 'a.csv'), 'x\n1\n')
  })
  afterAll(() => rm(folder, { recursive: true }))
  const host = () => createNodeHost({ version: '1', resources: folder, folder, backends: [] })

  it('reads resources from inside their folder only', async () => {
    expect(new TextDecoder().decode(await host().readResource('a.csv'))).toBe('x\n1\n')
    for (const path of ['../../etc/passwd', '/etc/passwd', 'x/../../a', 'a\0.csv', '']) {
      await expect(host().readResource(path)).rejects.toThrow('not inside resources/')
    }
  })

  it("takes relative paths from the document's folder, and says which file is not there", async () => {
    expect((await host().readFile('a.csv')).length).toBe(4)
    await expect(host().readFile('b.csv')).rejects.toThrow(`Data file ${join(folder, 'b.csv')}: there is no such file`)
  })

  it.skipIf(process.platform === 'win32')('refuses devices, folders and pipes, which may never end', async () => {
    await expect(host().readFile('/dev/zero')).rejects.toThrow('not a regular file')
    await expect(host().readFile('.')).rejects.toThrow('Data file')
    execFileSync('mkfifo', [join(folder, 'pipe.csv')])
    await expect(host().readFile('pipe.csv')).rejects.toThrow('not a regular file')
  })

  it('lets timers and messages have their turn', async () => {
    let turned = false
    setImmediate(() => (turned = true))
    await host().breathe()
    expect(turned).toBe(true)
  })
})
