import { readdirSync, readFileSync } from 'node:fs'
import type { Flow } from '@shared/flow/flow'
import { bases, blocks } from '@shared/catalogue/registry'
import { stackOf } from '@shared/document/chain'
import { parseModel } from '@shared/document/validate'
import { activations } from '@shared/flow/conditioners/activation'
import { baseDefinitions, bijectorDefinitions } from '@shared/flow/registry'
import { decodeFloat32 } from '@shared/document/float32'
import { RowUnits } from '@shared/learn/context'
import { readModel } from '@shared/learn/exporters/modelFile'
import { Inspector } from '@shared/learn/inspection/inspector'
import { densityProgram } from '@shared/learn/inspection/programs'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { describe, expect, it } from 'vitest'

/**
 * Models made by test/fixtures/models/make.py, and what a stranger's evaluator, written from resources/schema/README.md
 * without our code, says of them. A new block or base asks for its page there, its lines in evaluate.py, and a fixture.
 */
const folder = new URL('../../fixtures/models/', import.meta.url)
const ending = '.model.json'
const names = readdirSync(folder).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []))

const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')

/** All numbers of a CSV under its header, row by row. */
const numbers = (csv: string) =>
  Float64Array.from(csv.trim().split('\n').slice(1).join().split(','), (text) =>
    text === '-inf' ? -Infinity : Number(text),
  )

function modelNamed(name: string) {
  const outcome = parseModel(read(`${name}${ending}`))
  if (!outcome.ok) throw new Error(outcome.issues[0].message)
  return outcome.value
}

const models = names.map(modelNamed)
const stacks = models.map(({ document }) => stackOf(document))
const nodes = stacks.flatMap(({ bijectors }) => bijectors)
const sorted = (values: Iterable<string>) => [...new Set(values)].sort()

/** What blocks leave to chance, by the program's input; of models that leave anything. */
function chanceOf(name: string): ReadonlyMap<string, Float64Array> {
  if (!readdirSync(folder).includes(`${name}.chance.json`)) return new Map()
  const given = JSON.parse(read(`${name}.chance.json`)) as Record<string, Record<string, number[][]>>
  return new Map(
    Object.entries(given).flatMap(([node, drawn]) =>
      Object.entries(drawn).map(([of, rows]) => {
        const kind = of === 'odds' ? 'uniform' : 'normal'
        return [['noise', kind, node, of].join('/'), Float64Array.from(rows.flat())] as const
      }),
    ),
  )
}

/** log p of points, or of the paths that a given chance leads to. */
async function logDensities(
  flow: Flow,
  theta: Float64Array,
  points: Float64Array,
  chance: ReadonlyMap<string, Float64Array>,
) {
  if (chance.size === 0) return new Inspector(flow, createReferenceBackend()).logDensity(theta, points)
  const program = densityProgram(flow, points.length / flow.width)
  const inputs = new Map<string, ArrayLike<number>>([['theta', theta], ['x', points], ...chance]) // prettier-ignore
  return Float64Array.from(interpret(program, inputs).get('logDensity')!)
}

describe('the log p of a model by a stranger', () => {
  it.each(names)('is ours to 1e-9 nats at every point: %s', async (name) => {
    const trained = readModel(modelNamed(name))
    if (!trained.ok) throw new Error(trained.issues[0].message)
    const { flow, theta, units, context } = trained.value
    const points = new RowUnits(units, context).toFlow(numbers(read(`${name}.points.csv`)))
    const inFlowUnits = await logDensities(flow, theta, points, chanceOf(name))
    const theirs = numbers(read(`${name}.logprob.csv`))
    expect(inFlowUnits.length).toBe(theirs.length)
    units.naturalDensity(inFlowUnits, points, flow.width).forEach((ours, i) => {
      expect(ours === theirs[i] ? 0 : Math.abs(ours - theirs[i]), `point ${i + 1}`).toBeLessThan(1e-9)
    })
  })
})

describe('the models a stranger was given', () => {
  it('have every block, as it is and inverted', () => {
    const types = sorted(bijectorDefinitions.map(({ type }) => type))
    for (const turned of [false, true])
      expect(sorted(nodes.flatMap(({ type, inverted }) => (inverted === turned ? [type] : [])))).toEqual(types)
  })

  it('have every base', () => {
    expect(sorted(stacks.map(({ base }) => base.type))).toEqual(sorted(baseDefinitions.map(({ type }) => type)))
  })

  it('have every activation, in plain and in residual networks of couplings and autoregressive blocks', () => {
    const inPlanes = models.flatMap(({ data, document }) => (data.dims > 1 ? stackOf(document).bijectors : []))
    const networks = inPlanes.filter(({ settings }) => 'residual' in settings)
    expect(sorted(networks.map(({ settings }) => String(settings.activation)))).toEqual(
      sorted(Object.keys(activations)),
    )
    for (const residual of [false, true]) {
      const types = networks.flatMap(({ type, settings }) => (settings.residual === residual ? [type] : []))
      expect(types).toEqual(expect.arrayContaining(['affine-coupling', 'masked-autoregressive', 'spline-coupling']))
    }
  })

  it('have one, two, three and more dimensions', () => {
    expect(models.map(({ data }) => data.dims)).toEqual(expect.arrayContaining([1, 2, 3, 5]))
  })

  it('have numbers and classes as context, for D = 1 and more, seen and not seen', () => {
    const given = models.filter(({ data }) => data.context)
    expect(sorted(given.flatMap(({ data }) => data.context!.map(({ kind }) => kind)))).toEqual(['class', 'number'])
    expect(sorted(given.map(({ data }) => String(Math.min(data.dims, 2))))).toEqual(['1', '2'])
    const seen = given.flatMap(({ document }) => stackOf(document).bijectors.map(({ settings }) => settings.context))
    expect(new Set(seen)).toEqual(new Set([true, false]))
  })

  it('have no parameter left at zero, where misreading it would not show', () => {
    for (const { document, parameters } of models)
      for (const { node, name, data } of parameters)
        expect(
          decodeFloat32(data)!.some((value) => value !== 0),
          `${document.name}: ${node}/${name}`,
        ).toBe(true)
  })
})

describe('the page for strangers', () => {
  const page = readFileSync(new URL('../../../resources/schema/README.md', import.meta.url), 'utf8')

  it.each([...blocks, ...bases])('names $type and its settings', ({ type, settings }) => {
    for (const name of [type, ...settings.map(({ key }) => key)]) expect(page).toContain(`\`${name}\``)
  })
})
