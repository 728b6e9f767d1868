import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'

/** A file that must be refused, with words that its one clear error has to contain. */
export interface BrokenFile {
  readonly title: string
  readonly name: string
  readonly kind: 'document' | 'model' | 'data'
  readonly content: () => string | Uint8Array
  /** Matched against the error, case ignored. */
  readonly says: RegExp
}

type Json = Record<string, unknown>

const sound = (): FlowDocument => {
  const empty = newDocument('Broken')
  return insertBlock(empty, newBlockAt(empty, 'affine-coupling', 0), 0)
}

/** A sound document as plain JSON, changed by hand. */
function altered(change: (document: never) => void): () => string {
  return () => {
    const document = JSON.parse(JSON.stringify(sound())) as never
    change(document)
    return JSON.stringify(document)
  }
}

const text = (find: string, replacement: string) => () => JSON.stringify(sound()).replace(find, replacement)

const document = (title: string, content: BrokenFile['content'], says: RegExp): BrokenFile => ({
  title,
  name: 'broken.flow.json',
  kind: 'document',
  content,
  says,
})

const documents: readonly BrokenFile[] = [
  document('an empty file', () => '', /empty|JSON/i),
  document('a truncated document', () => JSON.stringify(sound()).slice(0, 200), /JSON/),
  document('binary garbage', () => Uint8Array.from({ length: 400 }, (_, i) => (i * 73) % 256), /JSON|UTF-8/),
  document('a list instead of an object', () => '[1, 2, 3]', /object|document/),
  document('another format', text('diffeo/document', 'other/thing'), /format/),
  document(
    'a version from the future',
    altered((d: { version: number }) => (d.version = 99)),
    /version/,
  ),
  document(
    'steps in words',
    altered((d: { training: Json }) => (d.training.steps = 'many')),
    /steps/,
  ),
  document(
    'a batch of nothing',
    altered((d: { training: Json }) => (d.training.batchSize = 0)),
    /batchSize/,
  ),
  document('an infinite learning rate', text('"learningRate":0.002', '"learningRate":1e999'), /learningRate/),
  document('NaN in the text', text('"learningRate":0.002', '"learningRate":NaN'), /JSON/),
  document(
    'no base',
    altered((d: { graph: { nodes: Json[] } }) => d.graph.nodes.shift()),
    /base/,
  ),
  document(
    'two bases',
    altered((d: { graph: { nodes: Json[] } }) => d.graph.nodes.push({ ...d.graph.nodes[0], id: 'second' })),
    /base/,
  ),
  document(
    'no data node',
    altered((d: { graph: { nodes: Json[] } }) => (d.graph.nodes = d.graph.nodes.filter(({ kind }) => kind !== 'data'))),
    /data/,
  ),
  document(
    'a cycle',
    altered((d: { graph: { nodes: Json[]; edges: Json[] } }) => {
      const block = d.graph.nodes.find(({ kind }) => kind === 'bijector')!
      d.graph.nodes.push({ ...block, id: 'again' }, { ...block, id: 'and-again' })
      d.graph.edges.push({ from: 'again', to: 'and-again' }, { from: 'and-again', to: 'again' })
    }),
    /cycle|loop|circle/,
  ),
  document(
    'an edge to nowhere',
    altered((d: { graph: { edges: Json[] } }) => (d.graph.edges[0].to = 'ghost')),
    /ghost/,
  ),
  document(
    'a branch',
    altered((d: { graph: { edges: Json[] } }) => d.graph.edges.push({ from: 'base', to: 'data' })),
    /edge|branch|chain/,
  ),
  document(
    'two nodes of one name',
    altered((d: { graph: { nodes: Json[] } }) => d.graph.nodes.push(d.graph.nodes[1])),
    /each id once/,
  ),
  document('an unknown block', text('"affine-coupling"', '"afine-coupling"'), /afine-coupling/),
  document('a huge layer', text('"width":64', '"width":1000000000'), /width/),
  document('a setting out of range', text('"depth":2', '"depth":-3'), /hidden layers/),
  document('a setting of another kind', text('"depth":2', '"depth":"deep"'), /hidden layers/),
  document('a setting nobody knows', text('"depth":2', '"deepness":2,"depth":2'), /deepness/),
  document('a polluting key', text('"name":"Broken"', '"__proto__":{"polluted":1},"name":"Broken"'), /__proto__/),
  document('a polluting id', text('"id":"base"', '"id":"constructor"'), /constructor|reserved/),
  document(
    'a mask for another dimension',
    altered((d: { graph: { nodes: { kind: string; settings: Json }[] } }) => {
      const block = d.graph.nodes.find(({ kind }) => kind === 'bijector')!
      Object.assign(block.settings, { mask: 'custom', maskEntries: [1, 0, 1, 0] })
    }),
    /4 entries.*2/,
  ),
  document('an unknown data set', text('"two-moons"', '"three-moons"'), /three-moons/),
  document('a split that leaves nothing', text('"validation":0.1,"test":0.1', '"validation":0.6,"test":0.6'), /split/i),
  document('brackets nested without end', () => '['.repeat(200_000), /JSON|nested|deep/i),
  document('a line of 100 MB', () => `{"name":"${'x'.repeat(100 * 1024 * 1024)}"}`, /large|long|MB|name|format/i),
]

const data = (title: string, name: string, content: BrokenFile['content'], says: RegExp): BrokenFile => ({
  title,
  name,
  kind: 'data',
  content,
  says,
})

const rows = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('\n') + '\n'
const pairs = (n: number) => rows(n, (i) => `${i},${(i * 7) % 11}`)

/** An NPY file, version 1, with a header of our choice. */
function npy(header: string, payload = new Uint8Array(16)): Uint8Array {
  const padded = header.padEnd(117) + '\n'
  const bytes = new Uint8Array(10 + padded.length + payload.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length, 0])
  bytes.set(new TextEncoder().encode(padded), 10)
  bytes.set(payload, 10 + padded.length)
  return bytes
}

const files: readonly BrokenFile[] = [
  data('an empty CSV', 'a.csv', () => '', /empty/i),
  data('a header alone', 'a.csv', () => 'x,y\n', /row/i),
  data('a ragged row', 'a.csv', () => `x,y\n${pairs(20)}1,2,3\n`, /row 2[12]|line 22/i),
  data('a word among numbers', 'a.csv', () => `x,y\n${pairs(20)}1,apple\n${pairs(20)}`, /apple|column "?y/i),
  data('a NaN cell', 'a.csv', () => `x,y\n${pairs(20)}1,NaN\n`, /NaN|missing|column "?y/i),
  data('a constant column', 'a.csv', () => `x,y\n${rows(50, (i) => `${i},3`)}`, /constant/i),
  data('binary garbage', 'a.csv', () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) % 256), /.+/),
  data('a line of 100 MB', 'a.csv', () => '1,'.repeat(50 * 1024 * 1024), /column|long|large|line/i),
  data('an unknown kind of file', 'a.xlsx', () => 'x', /xlsx/),
  data(
    'a truncated NPY',
    'a.npy',
    () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (100, 2), }"),
    /truncated|bytes|short/i,
  ),
  data('an NPY of objects', 'a.npy', () => npy("{'descr': '|O', 'fortran_order': False, 'shape': (1, 2), }"), /O/),
  data(
    'an NPY of three axes',
    'a.npy',
    () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 2), }"),
    /\(1, 1, 2\)/,
  ),
  data(
    'an NPY that claims a petabyte',
    'a.npy',
    () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (100000000000000, 2), }"),
    /.+/,
  ),
  data('something else named NPY', 'a.npy', () => 'hello', /NPY/i),
  data('a truncated Parquet', 'a.parquet', () => 'PAR1abcd', /parquet/i),
]

/** Ways to break a model, applied to the JSON of a sound one. */
export const brokenModels: readonly {
  readonly title: string
  readonly change: (model: string) => string
  readonly says: RegExp
}[] = [
  { title: 'a truncated model', change: (model) => model.slice(0, model.length / 2), says: /JSON/ },
  { title: 'a document instead of a model', change: () => JSON.stringify(sound()), says: /model|format/ },
  {
    title: 'parameters cut short',
    change: edit((m) => (m.parameters[0].data = m.parameters[0].data.slice(0, 8))),
    says: /parameter|values|bytes/i,
  },
  { title: 'a parameter missing', change: edit((m) => m.parameters.shift()), says: /parameter|missing/i },
  {
    title: 'a parameter too many',
    change: edit((m) => m.parameters.push({ ...m.parameters[0], name: 'extra' })),
    says: /extra/,
  },
  {
    title: 'a parameter of another shape',
    change: edit((m) => (m.parameters[0].shape = [1, 1])),
    says: /shape|values/i,
  },
  {
    title: 'a shape of a billion',
    change: edit((m) => (m.parameters[0].shape = [1_000_000, 1_000_000])),
    says: /shape|values|bytes/i,
  },
  {
    title: 'base64 that is not',
    change: edit((m) => (m.parameters[0].data = '***' + m.parameters[0].data)),
    says: /base64|character|data/i,
  },
  {
    title: 'NaN weights',
    change: edit((m) => (m.parameters[0].data = nanLike(m.parameters[0].data))),
    says: /NaN|finite/i,
  },
  { title: 'a scale of zero', change: edit((m) => (m.data.preprocessing[0].scale[0] = 0)), says: /scale/ },
  { title: 'names for another dimension', change: edit((m) => m.data.names.push('z')), says: /names|dims|column/i },
  { title: 'dims of another flow', change: edit((m) => (m.data.dims = 3)), says: /dims|names|shape|column/i },
]

interface LooseModel {
  parameters: { name: string; shape: number[]; data: string }[]
  data: { dims: number; names: string[]; preprocessing: { scale: number[] }[] }
}

function edit(change: (model: LooseModel) => void): (model: string) => string {
  return (text) => {
    const model = JSON.parse(text) as LooseModel
    change(model)
    return JSON.stringify(model)
  }
}

/** As many float32 NaNs as the given base64 holds numbers. */
function nanLike(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const nans = new Float32Array(bytes.length / 4).fill(NaN)
  return Buffer.from(nans.buffer).toString('base64')
}

export const brokenFiles: readonly BrokenFile[] = [...documents, ...files]
