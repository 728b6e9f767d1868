import type { Flow } from '../../flow/flow'
import type { Joined } from './state'

/**
 * By which blocks count their updates from the same one on, by id: those of equal marks have equal numbers in `Joined`
 * whenever the run goes on. A block without a mark, or with 0, is there from the start.
 */
export type JoinMarks = Readonly<Record<string, number | string>>

/** Neighbouring entries of θ whose moments count from the same update on. */
export interface JoinStretch {
  /** A block of it. */
  readonly node: string
  readonly size: number
  /** The input [] that says from which update on; null from the first. */
  readonly input: string | null
}

/** Stretch after stretch of θ; a program for them is one for every number that its blocks may have joined at. */
export function joinStretches(flow: Flow, marks: JoinMarks): readonly JoinStretch[] {
  const stretches: { mark: number | string; node: string; size: number; input: string | null }[] = []
  let inputs = 0
  for (const { node, size } of flow.parameters) {
    const mark = marks[node] ?? 0
    const last = stretches.at(-1)
    if (last?.mark === mark) last.size += size
    else stretches.push({ mark, node, size, input: mark === 0 ? null : `joined ${inputs++}` })
  }
  return stretches
}

/** What the inputs of stretches are to hold. */
export const joinInputs = (
  stretches: readonly JoinStretch[],
  joined: Joined = {},
): readonly (readonly [input: string, since: number])[] =>
  stretches.flatMap(({ input, node }) => (input === null ? [] : [[input, joined[node] ?? 0] as const]))
