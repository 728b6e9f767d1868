/**
 * The number of a place in a seeded sequence, uniform in [0, 1): the place's 32 bits, mixed by the finaliser of MurmurHash3
 * (A. Appleby) so that neighbours have nothing in common. For where a brush puts its points, and for no statistics.
 */
export function jitter(seed: number, place: number): number {
  let bits = Math.imul(seed ^ Math.imul(place + 1, 0x9e3779b1), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32
}
