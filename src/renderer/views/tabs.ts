/** A view of the flow that a person can choose. */
export interface Tab {
  readonly key: 'density' | 'space' | 'pairs'
  readonly label: string
  readonly help: string
}

const curve: Tab = {
  key: 'density',
  label: 'Density',
  help: 'log p(x) along the one column, over the data’s histogram',
}
const density: Tab = { key: 'density', label: 'Density', help: 'p(x) over the plane, x → z through the stack' }
const space: Tab = { key: 'space', label: 'Samples', help: 'Data and model samples in space' }
const pairs: Tab = {
  key: 'pairs',
  label: 'Pairs of columns',
  help: 'Data against model samples, two columns at a time',
}

/** What can be shown of a flow in `dims` dimensions; `spatial` is whether three can be drawn at all. */
export function tabsFor(dims: number, spatial: boolean): readonly Tab[] {
  if (dims === 1) return [curve]
  if (dims === 2) return [density]
  if (dims === 3) return spatial ? [space, pairs] : [pairs]
  return [pairs]
}
