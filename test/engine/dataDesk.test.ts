import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { Random } from '@shared/math/random'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

/** 90 rows of a skewed, a coarse and a wavy column, three of them with gaps, one constant column, one of text, and ten rows again. */
function tableText(): string {
  const random = new Random(3)
  const rows = Array.from({ length: 90 }, (_, i) => {
    const income = Math.exp(2 + 0.9 * random.normal()).toFixed(4)
    const kids = Math.floor(4 * random.uniform())
    const wave = (Math.sin(i) + 0.1 * random.normal()).toFixed(4)
    return `${i % 30 === 5 ? '' : income},${kids},${wave},7,${i < 45 ? 'north' : 'south'}`
  })
  return `income,kids,wave,flat,place\n${[...rows, ...rows.slice(10, 20)].join('\n')}\n`
}

type Data = FlowDocument['data']

async function workshop(columns = ['income', 'kids', 'wave', 'flat', 'place'], patch: Partial<Data> = {}) {
  const { engine, ...heard } = listen()
  await engine.call('readTable', { name: 'people.csv', bytes: new TextEncoder().encode(tableText()) })
  const source = await engine.call('takeTable', { columns })
  const { data } = smallDocument()
  const asked: Data = { ...data, source, split: { validation: 0.2, test: 0.2 }, ...patch }
  return { engine, ...heard, data: asked, told: await engine.call('describeData', { data: asked }) }
}

describe('the description of data', () => {
  it('tells of every column, gap, equal row and constant, also of data that cannot be trained on', async () => {
    const { told } = await workshop()
    expect(told).toMatchObject({
      name: 'people.csv',
      rows: 100,
      sampled: null,
      incomplete: 3,
      parts: null,
      leakage: null,
    })
    expect(told.issues[0].message).toContain('expected a finite number in every row')
    const [income, kids, , flat, place] = told.columns.map((_, c, all) =>
      all.find(({ name }) => name === ['income', 'kids', 'wave', 'flat', 'place'][c])!,
    )
    expect(income).toMatchObject({ kind: 'number', role: 'learnt', missing: 3, step: null })
    expect(income.figures!.count).toBe(97)
    expect(income.figures!.skewness).toBeGreaterThan(1)
    expect(kids.step).toBe(1)
    expect(flat.figures!.distinct).toBe(1)
    expect(place).toMatchObject({ kind: 'text', role: 'unused', classes: ['north', 'south'], figures: null })
    expect(told.duplicates).toEqual({ rows: 10, first: [11, 12, 13, 14, 15].map((row) => [row, row + 80]) })
    const { names, pearson } = told.correlations
    expect(names).toEqual(['income', 'kids', 'wave', 'flat'])
    expect(pearson[0]).toBe(1)
  })

  it('finds rows of training among those held out, which keeping each once mends', async () => {
    const mended: Partial<Data> = { missing: 'drop', omit: ['flat'] }
    const { engine, data, told } = await workshop(undefined, mended)
    expect(told.leakage!.held).toBe(told.parts!.validation + told.parts!.test)
    expect(told.leakage!.common).toBeGreaterThan(0)
    expect(told.issues.map(({ message }) => message).join()).toContain('are rows of training too')
    const document = { ...smallDocument(), data }
    const opened = await engine.call('open', { document })
    const said = opened.warnings.find(({ path }) => path === 'data.split')
    expect(said).toMatchObject({ severity: 'warning', node: 'data' })
    const once = await engine.call('describeData', { data: { ...data, duplicates: 'once' } })
    expect(once.leakage).toMatchObject({ common: 0 })
    expect(once.parts!.train + once.parts!.validation + once.parts!.test).toBe(told.rows - told.incomplete - 10)
  })

  it('shows what transforms make of columns, and fills gaps by the median', async () => {
    const { told } = await workshop(undefined, {
      missing: 'median',
      omit: ['flat'],
      transforms: [
        { kind: 'dequantise', columns: ['kids'] },
        { kind: 'log', columns: ['income'], shift: 0 },
        { kind: 'yeo-johnson', columns: ['wave'] },
      ],
    })
    expect(told.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    const [income, kids, wave] = ['income', 'kids', 'wave'].map((key) => told.columns.find(({ name }) => name === key)!)
    expect(Math.abs(income.after!.skewness)).toBeLessThan(0.8)
    expect(income.after!.sd).toBeCloseTo(1, 4)
    expect(kids.after!.histogram.counts.length).toBeGreaterThan(1)
    expect(wave.lambda).toBeGreaterThanOrEqual(0)
    expect(told.columns.find(({ name }) => name === 'flat')!.role).toBe('omitted')
    expect(told.parts!.train + told.parts!.validation + told.parts!.test).toBe(100)
  })

  it('has a bar for each of few values, also as the flow sees them', async () => {
    const { told } = await workshop(undefined, { missing: 'drop', omit: ['flat'] })
    const kids = told.columns.find(({ name }) => name === 'kids')!
    for (const { counts } of [kids.figures!.histogram, kids.after!.histogram]) {
      expect(counts).toHaveLength(4)
      expect(Math.min(...counts)).toBeGreaterThan(0)
    }
  })

  it('leafs through the rows in any order, gaps last', async () => {
    const { engine, told } = await workshop()
    const first = await engine.call('dataRows', { from: 0, count: 3, sort: null })
    expect([...first.places]).toEqual([0, 1, 2])
    expect(first.classes).toEqual(told.columns.map(({ classes }) => classes))
    const column = told.columns.findIndex(({ name }) => name === 'income')
    const width = told.columns.length
    const falling = await engine.call('dataRows', { from: 0, count: 100, sort: { column, falling: true } })
    const values = Array.from(falling.places, (_, i) => falling.values[i * width + column])
    const present = values.slice(0, 97)
    expect(present).toEqual([...present].sort((a, b) => b - a))
    expect(values.slice(97)).toEqual([NaN, NaN, NaN])
  })

  it('keeps groups together, and holds out the end of a series', async () => {
    const { engine, data } = await workshop(undefined, { missing: 'median', omit: ['flat'] })
    const by = { kind: 'group', column: 'place', seed: 1 } as const
    const grouped = await engine.call('describeData', { data: { ...data, split: { validation: 0, test: 0.2, by } } })
    expect(new Set(Object.values(grouped.parts!))).toEqual(new Set([55, 45, 0]))
    const last = await engine.call('describeData', {
      data: { ...data, split: { validation: 0.2, test: 0.2, by: { kind: 'order' } } },
    })
    expect(last.parts).toEqual({ train: 60, validation: 20, test: 20 })
  })

  it('hands rows out as CSV: the same as are drawn for training', async () => {
    const { engine } = listen()
    const { content } = await engine.call('sampleData', {
      source: { ...smallDocument().data.source, samples: 20 } as never,
    })
    const lines = content.trim().split('\n')
    expect(lines[0]).toBe('x,y,label')
    expect(lines).toHaveLength(21)
    expect(lines[1]).toMatch(/^-?\d.*,-?\d.*,(upper|lower)$/)
  })
})

describe('a flow of transformed columns', () => {
  const transforms: Data['transforms'] = [
    { kind: 'log', columns: ['income'], shift: 0 },
    { kind: 'yeo-johnson', columns: ['wave'] },
    { kind: 'whiten' },
  ]

  it('has a density in natural units: its mass is 1, and nothing is where a logarithm has no value', async () => {
    const { engine, data } = await workshop(['income', 'wave'], { missing: 'median', transforms })
    await engine.call('open', { document: { ...smallDocument(), data } })
    await engine.call('step', { count: 5 })
    const n = 400
    const [low, high, down, up] = [1e-3, 400, -6, 6]
    const points = new Float64Array(2 * n * n)
    // even steps of ln income, so that its long tail is met
    const [from, to] = [Math.log(low), Math.log(high)]
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        points[2 * (i * n + j)] = Math.exp(from + ((i + 0.5) * (to - from)) / n)
        points[2 * (i * n + j) + 1] = down + ((j + 0.5) * (up - down)) / n
      }
    const { logDensity } = await engine.call('probe', { points })
    const cell = ((to - from) / n) * ((up - down) / n)
    const mass = logDensity.reduce((sum, value, k) => sum + Math.exp(value) * points[2 * k] * cell, 0)
    expect(Math.abs(mass - 1)).toBeLessThan(2e-3)
    const outside = await engine.call('probe', { points: Float64Array.of(-1, 0, 0, 0.5) })
    expect([...outside.logDensity]).toEqual([-Infinity, -Infinity])
  })

  it('scores held-out rows by their own log p, and is the same from its file', async () => {
    const { engine, until, data } = await workshop(['income', 'wave'], { missing: 'drop', transforms })
    await engine.call('open', { document: { ...smallDocument(), data } })
    await engine.call('step', { count: 10 })
    await until('paused')
    const { nll } = await engine.call('evaluate', {})
    const model = await engine.call('exportModel', {})
    expect(model.data.preprocessing.map(({ type }) => type)).toEqual(['log', 'yeo-johnson', 'whiten', 'standardise'])
    expect(model.metrics.testNll).toBeCloseTo(nll, 5)
    const points = Float64Array.of(4, 0.2, 30, -0.7)
    const before = await engine.call('probe', { points })
    const stranger = listen()
    await stranger.engine.call('openModel', { model })
    const again = await stranger.engine.call('probe', { points })
    again.logDensity.forEach((value, i) => expect(value).toBeCloseTo(before.logDensity[i], 4))
  })

  it('is pictured in natural units: its draws are where data can be, and rows end where they are', async () => {
    const { engine, said, quiet, data } = await workshop(['income', 'wave'], { missing: 'drop', transforms })
    const { data: summary } = await engine.call('open', { document: { ...smallDocument(), data } })
    await engine.call('watch', {
      views: [
        { kind: 'samples', id: 's', count: 50, seed: 1 },
        {
          ...{ kind: 'field', id: 'f', direction: 'inverse', bounds: [-20, 20, -1, 1], resolution: 8, node: null },
          ...{ cumulative: false, glyphs: 0 },
        },
        { kind: 'layers', id: 'l', points: { from: 'data', count: 20, rows: [0, 1, 2] } },
      ],
    })
    await quiet()
    const frames = said('frame').map(({ frame }) => frame)
    const samples = frames.find((frame) => frame.kind === 'samples')!
    expect(samples.points.filter((_, i) => i % 2 === 0).every((income) => income > 0)).toBe(true)
    const field = frames.find((frame) => frame.kind === 'field')!
    expect(field.nonFinite).toEqual([]) // no block is to blame for what a logarithm does not take
    expect([...field.logDet.subarray(0, 8)].map(Number.isNaN)).toEqual([1, 1, 1, 1, 0, 0, 0, 0].map(Boolean))
    const { positions, t } = frames.find((frame) => frame.kind === 'layers')!
    const last = positions.subarray((t.length - 1) * 6)
    last.forEach((value, i) => expect(Math.abs(value / summary.preview[i] - 1)).toBeLessThan(1e-4))
  })

  it('is refused for energies, whose density is known in other coordinates', async () => {
    const { engine } = listen()
    const document = smallDocument()
    const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 100, seed: 1 } as const
    const refused = engine.call('open', {
      document: { ...document, data: { ...document.data, source, transforms: [{ kind: 'whiten' }] } },
    })
    await expect(refused).rejects.toThrow(/take no transforms/)
  })
})
