import type { Features } from './features'
import type { Lanes } from './lanes'

/** What compiled programs make use of, and what they would have liked: `Backend.uses`. */
export function describeUses(lanes: Lanes, { missing }: Features, threads: number): string {
  const uses = [
    `${lanes.count} lanes of ${lanes.precision}`,
    ...(lanes.fused ? ['fused multiply-add'] : []),
    threads === 1 ? 'one thread' : `up to ${threads} threads`,
  ]
  return [uses.join(', '), ...missing.map((sentence) => sentence.replace(/\.$/, ''))].join('. ')
}
