import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BackendReport } from '@shared/rpc/protocol'
import { buildEntry, type Built } from './buildEntry'

/** Real processes whose runtime lacks what compiled programs are made of. */
describe('a runtime', () => {
  let choice: Built
  beforeAll(async () => {
    choice = await buildEntry('test/main/engine/choiceProcess.ts')
  })
  afterAll(() => choice.remove())

  async function chosenWith(...flags: readonly string[]) {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, choice.entry])
    const reports = JSON.parse(stdout) as BackendReport[]
    return { chosen: reports.find(({ chosen }) => chosen)?.name, words: reports[0]!.reason }
  }

  it('as it is runs compiled programs', async () => {
    expect(await chosenWith()).toMatchObject({ chosen: 'wasm', words: expect.stringContaining('4 lanes of float32') })
  })

  it('without WebAssembly leaves the work to the next backend and says why', async () => {
    expect(await chosenWith('--jitless')).toEqual({ chosen: 'reference', words: 'This runtime has no WebAssembly.' })
  })

  it.runIf(process.arch === 'x64')('without SIMD does so too', async () => {
    expect(await chosenWith('--no-enable-sse4-1')).toEqual({
      chosen: 'reference',
      words: 'WebAssembly has no SIMD here, which compiled programs are made of.',
    })
  })

  it.runIf(process.arch === 'x64')('on a processor without fused arithmetic does without it and says so', async () => {
    const { chosen, words } = await chosenWith('--no-enable-fma3')
    expect(chosen).toBe('wasm')
    expect(words).toMatch(/two steps/)
    expect(words).not.toMatch(/fused multiply-add/)
  })
})
