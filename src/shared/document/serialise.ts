import type { ModelFile } from './model'
import type { FlowDocument } from './schema'

/** The text of a document file: keys in one fixed order, two spaces, a newline at the end. Reads back exactly. */
export const serialise = (document: FlowDocument): string => write(document)

/** The text of a model file, in the same form. */
export const serialiseModel = (model: ModelFile): string => write(model)

/** Keys in the order in which a reader wants them; the rest follow as they are. Those of `settings` stay as they are. */
const order = [
  ...['format', 'version', 'id', 'kind', 'node', 'name', 'title', 'colour', 'type', 'path', 'from', 'to', 'text'],
  ...[
    'label',
    'repeats',
    'alternate',
    'samples',
    'seed',
    'columns',
    'rows',
    'settings',
    'fresh',
    'inverted',
    'bypassed',
    'frozen',
    'shape',
    'dtype',
  ],
  ...['document', 'graph', 'nodes', 'edges', 'notes', 'frames'],
  ...[
    'data',
    'source',
    'omit',
    'missing',
    'duplicates',
    'transforms',
    'standardise',
    'split',
    'validation',
    'test',
    'dims',
    'names',
    'preprocessing',
    'mean',
    'scale',
  ],
  ...[
    'objective',
    'alpha',
    'weight',
    'coupling',
    'sigma',
    'gradient',
    'annealing',
    'training',
    'steps',
    'batchSize',
    'optimizer',
    'schedule',
  ],
  ...['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'warmupSteps', 'finalFraction'],
  ...['clipNorm', 'ema', 'validateEvery', 'patience', 'targetNll', 'checkpointEvery'],
  ...['parameters', 'metrics', 'trainNll', 'validationNll', 'testNll', 'provenance', 'diffeo', 'backend', 'created'],
]
const rank = new Map(order.map((key, index) => [key, index]))
const rankOf = (key: string): number => rank.get(key) ?? order.length

const write = (value: unknown): string => `${print(value, '', true)}\n`

function print(value: unknown, indent: string, ranked: boolean): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => print(item, inner, true))
    if (items.length === 0) return '[]'
    const short = value.every((item) => typeof item !== 'object' || item === null)
    return short ? `[${items.join(', ')}]` : `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]`
  }
  const keys = Object.keys(value)
  if (ranked) keys.sort((a, b) => rankOf(a) - rankOf(b))
  const entries = keys.map((key) => {
    const text = print((value as Readonly<Record<string, unknown>>)[key], inner, key !== 'settings')
    return `${JSON.stringify(key)}: ${text}`
  })
  return entries.length === 0 ? '{}' : `{\n${inner}${entries.join(`,\n${inner}`)}\n${indent}}`
}

function scalar(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`internal: ${value} cannot be written to a file`)
    return Object.is(value, -0) ? '-0' : String(value)
  }
  return JSON.stringify(value)
}
