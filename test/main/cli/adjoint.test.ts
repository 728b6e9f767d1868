import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultTraining } from '@shared/document/create'
import { serialise } from '@shared/document/serialise'
import { smallDocument } from '../../engine/documents'
import { run } from './run'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-adjoint-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('train', () => {
  it('comes to the same loss by the adjoint as through the steps of the solver', async () => {
    const optimizer = { ...defaultTraining.optimizer, learningRate: 0.01 }
    const text = serialise(
      smallDocument({ steps: 60, batchSize: 64, validateEvery: 60, optimizer }, ['continuous']),
    ).replace('"solver": "dopri5"', '"solver": "rk4"')
    expect(text).toContain('"gradient": "steps"')
    const losses: number[] = []
    for (const gradient of ['steps', 'adjoint']) {
      const document = join(folder, `${gradient}.flow.json`)
      await writeFile(document, text.replace('"gradient": "steps"', `"gradient": "${gradient}"`))
      const { status, out, err } = await run('train', document, '--out', join(folder, `${gradient}.json`))
      expect(status, err).toBe(0)
      losses.push(Number(/NLL (\d+\.\d{4})/.exec(out)?.[1]))
    }
    expect(Math.abs(losses[1] - losses[0])).toBeLessThan(0.002)
  })
})
