/**
 * How files of older versions become files of the present one. Each migration is named by its deed and takes plain data
 * from `from` to `from + 1`; it looks at no more than it changes and leaves alone what it does not understand, because
 * the schema judges the result.
 */
export interface Migration {
  readonly from: number
  readonly name: string
  /** Returns the next version's data without its `version` field, which the caller sets. Never changes its argument. */
  readonly up: (file: Fields) => Fields
}

export type Fields = Readonly<Record<string, unknown>>

/** What a file says it is. */
export interface Format {
  readonly format: string
  readonly version: number
  readonly migrations: readonly Migration[]
}

/** Version 0 had no `inverted` on bijectors: none could be turned round. */
const addInverted: Migration = {
  from: 0,
  name: 'addInverted',
  up: (file) => {
    const graph = file.graph
    if (!isFields(graph) || !Array.isArray(graph.nodes)) return file
    const nodes = graph.nodes.map((node: unknown) =>
      isFields(node) && node.kind === 'bijector' && !('inverted' in node) ? { ...node, inverted: false } : node,
    )
    return { ...file, graph: { ...graph, nodes } }
  },
}

/** Version 1 trained on a table's rows alone, and had no NLL to stop at. */
const addFreshAndTarget: Migration = {
  from: 1,
  name: 'addFreshAndTarget',
  up: (file) => {
    const { data, training } = file
    const generated = isFields(data) && isFields(data.source) && data.source.kind === 'toy'
    return {
      ...file,
      ...(generated && { data: { ...data, source: { fresh: false, ...(data.source as Fields) } } }),
      ...(isFields(training) && { training: { targetNll: null, ...training } }),
    }
  },
}

/** What version 2 could not have, each part filled in as version 2 meant it. It had no groups and no
 * energies: its `objective`, maximum likelihood, is as it was. */
const toVersion3: Migration = { from: 2, name: 'toVersion3', up: (file) => addContext(file) }

/** Nothing was given to x, and a table's columns were all of numbers. */
function addContext(file: Fields): Fields {
  const { data } = file
  if (!isFields(data)) return file
  const { source } = data
  const isTable = isFields(source) && source.kind === 'table' && Array.isArray(source.columns)
  return {
    ...file,
    data: {
      context: [],
      ...data,
      ...(isTable && { source: { classes: (source.columns as unknown[]).map(() => null), ...source } }),
    },
  }
}

export const documentFormat: Format = {
  format: 'diffeo/document',
  version: 3,
  migrations: [addInverted, addFreshAndTarget, toVersion3],
}

export const modelFormat: Format = { format: 'diffeo/model', version: 1, migrations: [] }

/** The oldest version that can still be read. */
export const oldestVersion = ({ migrations, version }: Format): number =>
  migrations.reduce((oldest, { from }) => Math.min(oldest, from), version)

/** Takes a file of a readable version to the present one. */
export function migrate({ version, migrations }: Format, file: Fields): Fields {
  let current = file
  for (let at = Number(file.version); at < version; at++) {
    const migration = migrations.find(({ from }) => from === at)
    if (!migration) throw new Error(`internal: no migration from version ${at}`)
    current = { ...migration.up(current), version: at + 1 }
  }
  return current
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
