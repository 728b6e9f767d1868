/** Nodes whose prediction may not do, and how many times the tolerance their expected error is: [n] each. */
export interface Doubts {
  readonly at: Int32Array
  readonly excess: Float32Array
}

/** Bits of a float32 that rank it: its exponent and the first of its fraction, one step for an eighth of an octave. */
const RANK_SHIFT = 20
const RANKS = 2 ** (31 - RANK_SHIFT)
const RANK_OF_INFINITY = 0x7f800000 >>> RANK_SHIFT

/** Those in most doubt, so many of them, and all that no guess can be made of. Of equal rank are those that come first. */
export function worst({ at, excess }: Doubts, most: number): Int32Array {
  if (at.length <= most) return at
  const bits = new Uint32Array(excess.buffer, excess.byteOffset, excess.length)
  const perRank = new Uint32Array(RANKS)
  for (const each of bits) perRank[each >>> RANK_SHIFT]++
  let rank = RANK_OF_INFINITY
  let room = most - perRank[rank]
  while (room > 0 && rank > 0) room -= perRank[--rank]
  // all above this rank, and of it the first
  let ofRank = rank === RANK_OF_INFINITY ? perRank[rank] : perRank[rank] + room
  return at.filter((_, k) => {
    const own = bits[k] >>> RANK_SHIFT
    return own > rank || (own === rank && ofRank-- > 0)
  })
}
