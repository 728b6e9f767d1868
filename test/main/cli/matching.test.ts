import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultTraining } from '@shared/document/create'
import { serialise } from '@shared/document/serialise'
import { smallDocument } from '../../engine/documents'
import { run } from './run'

let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-matching-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const optimizer = { ...defaultTraining.optimizer, learningRate: 0.005 }
const write = (name: string, types: string[]): Promise<void> =>
  writeFile(at(name), serialise(smallDocument({ steps: 500, batchSize: 128, validateEvery: 50, optimizer }, types)))

describe('train --objective flow-matching', () => {
  it('trains a continuous flow, calls its loss no NLL and validates by the NLL, now and again', async () => {
    await write('field.flow.json', ['continuous', 'actnorm'])
    const train = ['train', at('field.flow.json'), '--objective', 'flow-matching', '--metrics', at('metrics.jsonl')]
    const { status, out, err } = await run(...train, '--out', at('field.json'))
    expect(status, err).toBe(0)
    expect(out).toMatch(/(test|validation) NLL \d+\.\d{4}.* \(nats per row, 500 steps\)/)
    const lines = (await readFile(at('metrics.jsonl'), 'utf8')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Record<string, number>)
    const validations = entries.filter((entry) => 'validation_nll' in entry)
    expect(validations.map(({ step }) => step)).toEqual([250, 500])
    expect(validations[1].validation_nll).toBeLessThan(2)
    const losses = entries.flatMap(({ train_loss: loss }) => (loss === undefined ? [] : [loss]))
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(losses).toHaveLength(500)
    expect(mean(losses.slice(-50))).toBeLessThan(mean(losses.slice(0, 10)) - 0.2)
  })

  it('is refused where nothing flows', async () => {
    await write('affine.flow.json', ['affine'])
    const { status, err } = await run('train', at('affine.flow.json'), '--objective', 'flow-matching', '--out', at('no.json')) // prettier-ignore
    expect(status).not.toBe(0)
    expect(err).toMatch(/expected one in the stack, got none of 1 blocks/)
  })
})
