import type { EditMark } from '@shared/rpc/protocol'

/** A line across the chart where the document was edited, and what is written beside it; null where there is no room. */
export interface EditLine {
  /** Where it stands along the axis. */
  readonly at: number
  readonly text: string | null
}

/** "added Planar, steps 300 → 400". */
export const editWords = ({ changes }: EditMark): string => changes.join(', ')

/**
 * The lines of a run's edits, of which several at one step are one. Each is named if its words, `widthOf` them, end before
 * the next line, or before `end`.
 */
export function editLines(
  edits: readonly EditMark[],
  atOf: (step: number) => number,
  end: number,
  widthOf: (text: string) => number,
  gap: number,
): readonly EditLine[] {
  const steps = [...new Set(edits.map(({ step }) => step))]
  return steps.map((step, i) => {
    const [at, next] = [atOf(step), i + 1 < steps.length ? atOf(steps[i + 1]) : end]
    const text = edits.filter((one) => one.step === step).map(editWords).join(', ') // prettier-ignore
    return { at, text: at + gap + widthOf(text) <= next - gap ? text : null }
  })
}
