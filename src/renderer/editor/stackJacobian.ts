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

function factorOf(block: BijectorNode): Factor {
  const jacobian = blockEntry(block.type)?.jacobian ?? { structure: 'full', constant: false }
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
