import { failure, type Outcome } from '../../../document/issue'
import type { ContextColumn } from '../../../document/model'
import type { LoadedRows } from '../loadRows'
import type { TrainedOn } from '../prepare'
import type { Moments } from '../toys/toy'

/** How context columns become numbers: classes one by one, numbers by these moments, or as they are without. */
export function fitContext(
  name: string,
  given: LoadedRows['given'],
  moments: readonly (Moments | null)[],
): Outcome<readonly ContextColumn[]> {
  const columns: ContextColumn[] = []
  for (const [k, { name: column, classes }] of given.entries()) {
    if (classes) {
      columns.push({ name: column, kind: 'class', classes: [...classes] })
      continue
    }
    const { mean, sd } = moments[k] ?? { mean: 0, sd: 1 }
    if (!(sd > 0 && Number.isFinite(sd))) {
      const what = sd === 0 ? 'is the same in every training row' : 'is too large to square'
      return failure(
        `Data "${name}", context column "${column}" ${what}, so it cannot be standardised. Leave it out.`,
        'data.context',
      )
    }
    columns.push({ name: column, kind: 'number', mean, scale: sd })
  }
  return { ok: true, value: columns }
}

/** Rows as a model takes them: of as many columns, given the same, classes by their places in the model's lists. */
export function asTrained(loaded: LoadedRows, { dims, context = [] }: TrainedOn): Outcome<LoadedRows> {
  const { columns, given, values } = loaded
  if (dims !== columns.length)
    return failure(
      `Data: has ${columns.length} columns, expected the ${dims} it was trained on. Restore the data.`,
      'data',
    )
  const listed = (names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => `"${name}"`).join(', ') || 'none'
  const same = given.length === context.length && given.every(({ name }, k) => name === context[k].name)
  if (!same)
    return failure(
      `Data: its context is ${listed(given)}, expected ${listed(context)}, as trained. Restore the data.`,
      'data.context',
    )
  const width = dims + given.length
  const mended = Float64Array.from(values)
  for (const [k, column] of context.entries()) {
    if (column.kind === 'number') continue
    const places = (given[k].classes ?? []).map((name) => column.classes.indexOf(name))
    const unknown = places.indexOf(-1)
    if (unknown >= 0 || !given[k].classes) {
      const what = given[k].classes ? `has the class "${given[k].classes[unknown]}"` : 'is of numbers'
      return failure(
        `Data, context column "${column.name}": ${what}, which the model does not know. Restore the data.`,
        'data.context',
      )
    }
    for (let at = dims + k; at < mended.length; at += width) mended[at] = places[mended[at]]
  }
  return {
    ok: true,
    value: { ...loaded, given: given.map((of, k) => ({ ...of, classes: classesOf(context[k]) })), values: mended },
  }
}

const classesOf = (column: ContextColumn): readonly string[] | null => (column.kind === 'class' ? column.classes : null)
