import { blockEntry } from '@shared/catalogue/registry'
import type { Jacobian } from '@shared/catalogue/types'
import type { BijectorNode } from '@shared/document/schema'

interface Factor extends Jacobian {
  /** Which triangle or which mask: two structured factors keep their structure only when these agree. */
  readonly pattern: string
}

const identity: Factor = { structure: 'diagonal', constant: true, pattern: '' }

/** Structure of the Jacobian of the whole stack: the product of its blocks', as far as their patterns tell. */
export function stackJacobian(blocks: readonly BijectorNode[]): Jacobian {
  const { structure, constant } = blocks.map(factorOf).reduce(product, identity)
  return { structure, constant }
}

/** Structure of a block's Jacobian as the catalogue says; of a matrix that is typed, as its zeros do. */
export function jacobianOf({ type, settings }: BijectorNode): Jacobian {
  const jacobian = blockEntry(type)?.jacobian ?? { structure: 'full', constant: false }
  const { matrix } = settings
  if (type !== 'dense-matrix' || !Array.isArray(matrix)) return jacobian
  const side = Math.sqrt(matrix.length)
  const differ = matrix.flatMap((entry, i) => (entry === 0 ? [] : [Math.floor(i / side) - (i % side)]))
  if (differ.some((below) => below < 0)) return jacobian
  return { ...jacobian, structure: differ.some((below) => below > 0) ? 'triangular' : 'diagonal' }
}

function factorOf(block: BijectorNode): Factor {
  const jacobian = jacobianOf(block)
  const { mask = null, maskEntries = null, order = null } = block.settings
  return { ...jacobian, pattern: JSON.stringify([mask, mask === 'custom' ? maskEntries : null, order]) }
}

function product(a: Factor, b: Factor): Factor {
  const constant = a.constant && b.constant
  if (a.structure === 'stochastic' || b.structure === 'stochastic')
    return { structure: 'stochastic', constant, pattern: '' }
  if (a.structure === 'diagonal') return { ...b, constant }
  if (b.structure === 'diagonal') return { ...a, constant }
  if (a.structure === 'permutation' && b.structure === 'permutation') return { ...a, constant }
  const alike = a.structure === b.structure && a.pattern === b.pattern
  const closed = a.structure === 'triangular' || a.structure === 'block'
  if (alike && closed) return { ...a, constant }
  const estimated = a.structure === 'trace-estimated' || b.structure === 'trace-estimated'
  return { structure: estimated ? 'trace-estimated' : 'full', constant, pattern: '' }
}
