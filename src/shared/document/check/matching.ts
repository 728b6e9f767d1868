import { blockEntry } from '../../catalogue/registry'
import type { Stack } from '../chain'
import type { Issue } from '../issue'
import { entryOf } from '../objective'
import type { BijectorNode, FlowDocument } from '../schema'
import { fault, type Blame } from './blame'

/** What flow matching asks of the stack: continuous flows side by side, and a way from the base to where they begin. */
export function checkMatching(document: FlowDocument, { bijectors }: Stack, { at }: Blame): readonly Issue[] {
  const { objective } = document
  if (objective.type !== 'flow-matching') return []
  const { label } = entryOf(objective)
  const moving = bijectors.map((block) => blockEntry(block.type)?.hasVelocity === true)
  const [first, last] = [moving.indexOf(true), moving.lastIndexOf(true)]
  if (first < 0) {
    return [
      fault(
        'error',
        'objective.type',
        `${label} learns the velocity of a continuous flow; expected one in the stack, got none of ${bijectors.length} blocks. ` +
          'Add a continuous flow, or choose maximum likelihood.',
      ),
    ]
  }
  const between = bijectors.filter((_, i) => i > first && i < last && !moving[i])
  const before = bijectors.slice(0, first)
  const still = bijectors.filter((block, i) => !moving[i] && isLearnt(block))
  return [
    ...between.map((block) => at(block, 'error', `expected continuous flows side by side, got this block between two of them. ${label} takes them for one path: move it to either end, or remove it.`)), // prettier-ignore
    ...before.flatMap((block) => lacksWay(block, label).map((message) => at(block, 'error', message))),
    ...still.map((block) => at(block, 'warning', `${label} trains continuous flows alone, and this block stays as it starts. Remove it, or choose maximum likelihood.`)), // prettier-ignore
    ...checkPairs(document),
  ]
}

/** Whether a block is one that training should change: others are set by the data's first rows or have nothing to learn. */
function isLearnt({ type }: BijectorNode): boolean {
  const entry = blockEntry(type)
  return entry !== undefined && entry.learnsNothing !== true && entry.setByData !== true
}

function lacksWay({ type, inverted }: BijectorNode, label: string): readonly string[] {
  const entry = blockEntry(type)
  const way = inverted ? entry?.inverse : entry?.forward
  if (way?.kind !== 'none') return []
  return [
    `${label} takes draws of the base through it by z → x (sampling), which this block lacks: ${way.reason} Choose another block.`,
  ]
}

/** Rows of one context alone may be paired, so that what is given does not tell where in the base a row comes from. */
function checkPairs({ objective, data }: FlowDocument): readonly Issue[] {
  if (objective.type !== 'flow-matching' || objective.coupling === 'independent') return []
  const numbers = data.context.filter((choice) => choice.as === 'number').map(({ column }) => `"${column}"`)
  if (numbers.length === 0) return []
  return [
    fault(
      'warning',
      'objective.coupling',
      `only rows of the same context are paired, and the numbers of ${numbers.join(', ')} seldom come twice. Choose "independent".`,
    ),
  ]
}
