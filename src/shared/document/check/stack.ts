import { blockEntry } from '../../catalogue/registry'
import { transformedCoordinates } from '../../catalogue/masks'
import type { Stack } from '../chain'
import { withNodeDefaults } from '../defaults'
import type { Issue } from '../issue'
import type { BijectorNode } from '../schema'
import type { Blame } from './blame'

/** What a sound stack may still lack: advice, never an error. */
export function checkStack({ bijectors }: Stack, blame: Blame, dims?: number): readonly Issue[] {
  if (bijectors.length === 0) {
    const message = 'The stack is empty, so there is nothing to learn. Add a block.'
    return [{ severity: 'warning', node: null, path: 'graph', message }]
  }
  const blocks = bijectors.map(withNodeDefaults)
  return [
    ...oncePerNode(checkNeighbours(blocks, blame)),
    ...(dims === undefined || dims < 2 ? [] : checkCoverage(blocks, blame, dims)),
  ]
}

/** Repeats of a group say the same again. */
export const oncePerNode = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(({ node }, index) => issues.findIndex((other) => other.node === node) === index)

/** Two of these in a row do what one can. */
const mergeable = new Set([
  ...['affine', 'actnorm', 'permutation', 'lu-linear', 'rotation', 'triangular', 'qr-linear', 'svd-linear'],
  ...['dense-matrix', 'whitening'],
])

function checkNeighbours(blocks: readonly BijectorNode[], { at, name }: Blame): readonly Issue[] {
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1]
    if (before?.type !== block.type || !mergeable.has(block.type)) return []
    const label = blockEntry(block.type)?.label ?? block.type
    return [at(block, 'warning', `follows another ${label} (${name(before)}); one does the work of both. Remove one.`)]
  })
}

/**
 * Follows which coordinates a coupling or an autoregressive block has bent on the way from z to x. One that none has
 * keeps the base's shape however long the training. Blocks that mix coordinates or reorder them at random end the search.
 */
function checkCoverage(blocks: readonly BijectorNode[], { at }: Blame, dims: number): readonly Issue[] {
  let bent: readonly boolean[] = Array.from({ length: dims }, () => false)
  let last: BijectorNode | null = null
  for (const block of blocks) {
    const effect = effectOf(block, dims)
    if (effect === null) return []
    bent = effect(bent)
    if (blockEntry(block.type)?.family !== 'linear' && bends(block)) last = block
  }
  const left = bent.flatMap((done, index) => (done ? [] : [index + 1]))
  if (last === null || left.length === 0) return []
  const [which, its] =
    left.length === 1 ? [`coordinate ${left[0]}`, 'its'] : [`coordinates ${left.join(', ')}`, 'their']
  return [
    at(
      last,
      'warning',
      `up to here no block transforms ${which} of x, so ${its} distribution stays the base’s. ` +
        'Alternate the masks or orders, or add a permutation or LU linear block.',
    ),
  ]
}

type Effect = (bent: readonly boolean[]) => readonly boolean[]

const bends = ({ type }: BijectorNode): boolean =>
  ['coupling', 'autoregressive'].includes(blockEntry(type)?.family ?? '')

/** What a block does to the record of bent coordinates; null when that is unknown or it mixes them all. */
function effectOf(block: BijectorNode, dims: number): Effect | null {
  const entry = blockEntry(block.type)
  if (entry?.family === 'coupling') {
    const mask = transformedCoordinates(block.settings, dims)
    return mask ? (bent) => bent.map((done, index) => done || mask[index]) : null
  }
  if (entry?.family === 'autoregressive') {
    // an affine map of a coordinate that sees no other only scales and shifts it; every other map bends by itself
    const isBent = block.type === 'masked-autoregressive' ? seesOthers(block, dims) : () => true
    return (bent) => bent.map((done, index) => done || isBent(index))
  }
  if (block.type === 'permutation') return permute(block, dims)
  return block.type === 'affine' || block.type === 'actnorm' ? (bent) => bent : null
}

/** Whether a coordinate of an autoregressive block depends on any other. */
function seesOthers({ settings }: BijectorNode, dims: number): (index: number) => boolean {
  const { order, graph } = settings
  if (order === 'graph' && Array.isArray(graph))
    return (index) => graph.slice(index * dims, (index + 1) * dims).some((entry) => entry === 1)
  return (index) => index !== (order === 'reverse' ? dims - 1 : 0)
}

function permute({ settings, inverted }: BijectorNode, dims: number): Effect | null {
  if (settings.order === 'reverse') return (bent) => bent.toReversed()
  const order = settings.custom
  if (settings.order !== 'custom' || !Array.isArray(order) || order.length !== dims) return null
  return (bent) => bent.map((_, index) => bent[inverted ? order.indexOf(index) : order[index]])
}
