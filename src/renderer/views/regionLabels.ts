/** The edge of a region on a bar: how far along, from 0 to 1, and the per cent that the region holds. */
export interface RegionEdge {
  readonly at: number
  readonly mass: string
}

export interface RegionLabel {
  readonly at: number
  readonly text: string
}

/** A letter of a label in pixels, and the room between two labels. */
const LETTER = 6.8
const GAP = 6

/** Labels of edges, ascending, under a bar `width` pixels long: those that would touch are one, "95, 80 %". */
export function gathered(edges: readonly RegionEdge[], width: number): readonly RegionLabel[] {
  const groups: RegionEdge[][] = []
  for (const edge of edges) {
    groups.push([edge])
    while (groups.length > 1 && touch(labelOf(groups.at(-2)!), labelOf(groups.at(-1)!), width)) {
      const last = groups.pop()!
      groups.at(-1)!.push(...last)
    }
  }
  return groups.map(labelOf)
}

const labelOf = (group: readonly RegionEdge[]): RegionLabel => ({
  at: (group[0].at + group[group.length - 1].at) / 2,
  text: `${group.map(({ mass }) => mass).join(', ')} %`,
})

const touch = (a: RegionLabel, b: RegionLabel, width: number): boolean =>
  (b.at - a.at) * width < (LETTER * (a.text.length + b.text.length)) / 2 + GAP
