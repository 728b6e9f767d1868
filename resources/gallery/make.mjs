import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

/**
 * Trains the examples and draws their pictures: `npm run make:examples [-- --only NAME...]`, after a build. For each example
 * of `resources/examples/index.json` it writes NAME.model.json and NAME.png here, and what the gallery says of it into
 * index.json. All by the command line, on one thread each, so that the same seed gives the same files.
 */

const folder = import.meta.dirname
const examples = join(folder, '../examples')
const program = join(folder, '../../out/main/cli.js')
const run = promisify(execFile)

/** What differs from machine to machine is left out of a model, and this is said of when it was made. */
const MADE = '2026-01-01T00:00:00.000Z'
const MACHINE = ['--backend', 'wasm', '--threads', '1']
const JUDGED = ['--threads', '1', '--no-integral', '--json']
const PICTURE = ['--size', '240,160', '--resolution', '240']
/** Draws shown as points, and in a histogram. */
const [POINTS, DRAWS] = ['2500', '20000']

async function diffeo(...args) {
  const { stdout } = await run(process.execPath, [program, ...args], { maxBuffer: 64 * 2 ** 20 })
  return stdout
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'))

/** All of a JSON answer but what is no number in it: four digits say enough, and are the same on every machine. */
const rounded = (value) => (value === null ? null : Number(value.toPrecision(4)))

const typesOf = ({ graph }) =>
  graph.nodes.flatMap(({ kind, type, nodes = [] }) =>
    kind === 'bijector' ? [type] : nodes.map(({ type: inner }) => inner),
  )

const size = ({ shape }) => shape.reduce((product, side) => product * side, 1)

async function make(example, blocks, work) {
  const { file, shows, paper } = example
  const model = join(work, `${file}.json`)
  await diffeo('train', join(examples, `${file}.flow.json`), ...MACHINE, '--out', model)
  const { provenance, ...trained } = await readJson(model)
  const { diffeo: version, backend, seed, steps } = provenance
  const kept = { ...trained, provenance: { diffeo: version, backend, seed, steps, created: MADE } }
  await writeFile(join(folder, `${file}.model.json`), JSON.stringify(kept) + '\n')

  const tested = trained.document.data.split.test > 0
  const judged = tested ? JSON.parse(await diffeo('evaluate', model, ...JUDGED)) : null
  await picture(example, model, trained, blocks)

  const entries = blocks.filter(({ type }) => typesOf(trained.document).includes(type))
  return {
    file,
    name: trained.document.name,
    shows,
    families: [...new Set(entries.map(({ family }) => family))],
    papers: papersOf(entries, paper),
    dims: trained.data.dims,
    parameters: trained.parameters.reduce((sum, parameter) => sum + size(parameter), 0),
    steps,
    test: judged && { nll: rounded(judged.nll), error: rounded(judged.nllStandardError), atMost: isByChance(entries) },
    effective: rounded(judged?.energy?.weights.effectiveShare ?? null),
  }
}

/** Stochastic blocks leave a point without a density. */
const isByChance = (entries) => entries.some(({ forward }) => forward.kind === 'stochastic')

/** The model's own paper first, then those of its blocks, each once. */
const papersOf = (entries, own) =>
  [...(own ? [own] : []), ...entries.map(({ citation }) => citation)].filter(
    (paper, i, all) => all.findIndex(({ title, year }) => title === paper.title && year === paper.year) === i,
  )

/** The density where two columns have one, else draws. */
async function picture({ file, columns, bounds }, model, { data, document }, blocks) {
  const out = join(folder, `${file}.png`)
  const chance = isByChance(blocks.filter(({ type }) => typesOf(document).includes(type)))
  const field =
    data.dims === 2 && !chance
      ? ['--field', 'density']
      : ['--field', 'samples', '--points', data.dims === 1 ? DRAWS : POINTS]
  const shown = [
    ...(columns ? ['--columns', columns.join(',')] : []),
    ...(bounds ? [`--bounds=${bounds.join(',')}`] : []),
  ]
  await diffeo('inspect', model, ...field, ...PICTURE, ...shown, '--threads', '1', '--out', out)
}

/** Does them all, as many at once as there are processors. */
async function each(list, deed) {
  const results = []
  const waiting = list.map((one, i) => [one, i])
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[1]] = await deed(next[0])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return results
}

/** The examples asked for; all unless told. */
function chosen(all, args) {
  if (args.length === 0) return all
  const [flag, ...names] = args
  const unknown = names.find((name) => !all.some(({ file }) => file === name))
  if (flag !== '--only' || names.length === 0 || unknown !== undefined) {
    const got = unknown === undefined ? args.join(' ') : `"${unknown}", which resources/examples/index.json has not`
    throw new Error(`expected --only and names of examples, or nothing, got ${got}.`)
  }
  return all.filter(({ file }) => names.includes(file))
}

async function main() {
  const all = await readJson(join(examples, 'index.json'))
  const list = chosen(all, process.argv.slice(2))
  const { blocks } = JSON.parse(await diffeo('blocks', '--json'))
  const before = list === all ? [] : await readJson(join(folder, 'index.json'))
  const work = await mkdtemp(join(tmpdir(), 'diffeo-examples-'))
  try {
    const made = await each(list, async (example) => {
      const began = Date.now()
      const entry = await make(example, blocks, work)
      const { test, parameters } = entry
      const judged = test ? `test NLL ${test.nll} ± ${test.error} nats` : 'no test rows'
      const seconds = ((Date.now() - began) / 1000).toFixed(1)
      process.stdout.write(`${entry.file}: ${judged}, ${parameters} numbers, ${seconds} s\n`)
      return entry
    })
    const entryOf = (file) => made.find((entry) => entry.file === file) ?? before.find((entry) => entry.file === file)
    const index = all.flatMap(({ file }) => entryOf(file) ?? [])
    await writeFile(join(folder, 'index.json'), JSON.stringify(index, null, 2) + '\n')
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

main().catch(({ message }) => {
  process.stderr.write(`make:examples: ${message}\n`)
  process.exitCode = 1
})
