import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import { createEngineSettings, parseSettings } from '../../../src/main/store/engineSettings'

describe('the settings of the engine', () => {
  let folder: string
  const warnings: string[] = []
  const settings = () => createEngineSettings(folder, (message) => warnings.push(message))
  const started = () => parseSettings(['node', 'engine.js', ...settings().args()])

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-settings-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('are the usual ones until others are chosen', () => {
    expect(started()).toEqual(usualSettings)
    expect(parseSettings(['node', 'engine.js'])).toEqual(usualSettings)
  })

  it('reach the next engine process, and the one after the app was closed', async () => {
    const chosen: EngineSettings = { ...usualSettings, precision: 'float64', threads: 2 }
    const kept = settings()
    const written = kept.keep(chosen)
    expect(parseSettings(kept.args())).toEqual(chosen)
    await written
    expect(started()).toEqual(chosen)
    expect(warnings).toEqual([])
  })

  it('of before there was a choice of backend are kept', async () => {
    await writeFile(join(folder, 'engine.json'), '{"precision":"float64","threads":1}')
    expect(started()).toEqual({ ...usualSettings, precision: 'float64', threads: 1 })
  })

  it.each(['{"precision":"float16","threads":1}', '{"precision":"float32","threads":0}', 'not JSON'])(
    'are the usual ones when the file says %s',
    async (text) => {
      await writeFile(join(folder, 'engine.json'), text)
      expect(started()).toEqual(usualSettings)
    },
  )
})
