import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialise } from '@shared/document/serialise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallDocument } from '../../engine/documents'
import { run, succeed } from './run'

let folder: string
const at = (...names: readonly string[]) => join(folder, ...names)

const train = (metrics: string) => [
  ...['train', at('small.flow.json'), '--backend', 'reference', '--seed', '4', '--steps', '6'],
  ...['--metrics', metrics, '--out', at('model.json')],
]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-metrics-'))
  await writeFile(at('small.flow.json'), serialise(smallDocument({ validateEvery: 4 })))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The messages of an event file, without a look at their checksums. */
function recordsOf(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at))
    records.push(bytes.subarray(at + 12, at + 12 + length))
    at += 12 + length + 4
  }
  return records
}

/** The number right after a tag, whose field's key is one byte. */
function valueOf(record: Buffer, tag: string): number | null {
  const at = record.indexOf(tag)
  return at < 0 ? null : record.readFloatLE(at + tag.length + 1)
}

describe('the metrics of a run', () => {
  it('are the same numbers as JSON lines, as CSV and for TensorBoard', async () => {
    const before = Date.now()
    for (const name of ['m.jsonl', 'm.CSV', 'my.tfevents']) await succeed(...train(at(name)))
    const lines = (await readFile(at('m.jsonl'), 'utf8')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Record<string, number>)
    const nll = entries.flatMap((entry) => entry['train_nll'] ?? [])
    const validations = entries.filter((entry) => 'validation_nll' in entry)
    expect(nll).toHaveLength(6)
    expect(validations.map(({ step }) => step)).toEqual([4, 6])

    const [header, ...rows] = (await readFile(at('m.CSV'), 'utf8')).trim().split('\n')
    expect(header).toBe('step,train_nll,gradient_norm,validation_nll,seconds')
    const cells = rows.map((row) => row.split(','))
    expect(cells.map(([step]) => step)).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(cells.map((row) => Number(row[1]))).toEqual(nll)
    expect(cells.map((row) => row[3])).toEqual(
      [1, 2, 3, 4, 5, 6].map((step) =>
        String(validations.find((each) => each.step === step)?.['validation_nll'] ?? ''),
      ),
    )
    const seconds = cells.map((row) => Number(row[4]))
    expect(seconds.every((each, i) => each > (seconds[i - 1] ?? 0))).toBe(true)

    const records = recordsOf(await readFile(at('my.tfevents')))
    expect(records[0].includes('brain.Event:2')).toBe(true)
    expect(records.flatMap((record) => valueOf(record, 'loss/train') ?? [])).toEqual(nll.map(Math.fround))
    expect(records.flatMap((record) => valueOf(record, 'loss/validation') ?? [])).toEqual(
      validations.map((each) => Math.fround(each['validation_nll'])),
    )
    const times = records.map((record) => 1000 * record.readDoubleLE(1))
    expect(times.every((time) => time >= before && time <= Date.now())).toBe(true)
  })

  it('tell the settings of the run, a resumed one its steps in all', async () => {
    const metrics = at('more.tfevents')
    await succeed(...train(at('m.csv')))
    await succeed(...train(metrics), '--resume', at('model.json'))
    const [, settings, first] = recordsOf(await readFile(metrics))
    expect(settings.toString()).toContain('"steps": 12,')
    expect(settings.toString()).toContain('"seed": 4,')
    expect(first[10]).toBe(7) // the step: after the time in nine bytes, and a key
  })

  it('go to a folder, made where its name ends as one, as a file that TensorBoard finds', async () => {
    for (const name of ['runs/first/', 'runs/first']) {
      await succeed(...train(`${folder}/${name}`))
      const [file, ...others] = await readdir(at('runs', 'first'))
      expect(file).toMatch(/^events\.out\.tfevents\.\d{10}\.diffeo\.\d+$/)
      expect(others).toEqual([])
      await rm(at('runs', 'first', file))
    }
  })

  it.each([
    [
      'm.txt',
      'm.txt" does not say the format. Expected a name that ends in .jsonl or .csv, or, for TensorBoard, a folder',
    ],
    ['metrics', 'metrics" does not say the format'],
    ['tfevents/metrics', 'metrics" does not say the format'],
    ['small.flow.json/m.csv', 'small.flow.json" is a file, expected a folder. Choose another name.'],
    ['small.flow.json/', 'small.flow.json" is a file, expected a folder. Choose another name.'],
  ])('are refused the name %s before the run, in one line', async (name, words) => {
    await rm(at('model.json'), { force: true })
    const { status, err } = await run(...train(`${folder}/${name}`))
    expect(status).toBe(1)
    expect(err).toContain(words)
    expect(err.trim().split('\n')).toHaveLength(1)
    await expect(stat(at('model.json'))).rejects.toThrow('ENOENT')
  })
})
