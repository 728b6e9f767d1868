/** Everything a generator needs to go on with the same numbers. Plain JSON, so a checkpoint can carry it. */
export interface RandomState {
  readonly key: readonly number[]
  readonly words: readonly number[]
  /** The second normal of the last pair, not handed out yet. */
  readonly spare: number | null
}

const TWO_POW_32 = 0x1_0000_0000

/** One step of a 32-bit avalanche (the finaliser of MurmurHash3): every input bit moves every output bit. */
function avalanche(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Four words drawn from a key by counting in golden-ratio steps (splitmix): never all zero for distinct counters. */
function expand(key: readonly number[]): Uint32Array {
  const words = new Uint32Array(4)
  for (let i = 0; i < 4; i++) {
    let h = 0
    for (const k of key) h = avalanche(h ^ k) + Math.imul(i + 1, 0x9e3779b9)
    words[i] = avalanche(h)
  }
  if (words.every((word) => word === 0)) words[0] = 1 // xoshiro's one forbidden state
  return words
}

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/**
 * A seeded generator: xoshiro128** (Blackman & Vigna, 2018). The same seed gives the same numbers on every machine,
 * and `state`/`restore` continue a sequence exactly.
 */
export class Random {
  private readonly key: readonly number[]
  private readonly words: Uint32Array
  /** The second normal of the last pair, while `hasSpare`; in an array, where a number needs no allocation. */
  private readonly spare = new Float64Array(1)
  private hasSpare = false

  constructor(seed: number | readonly number[]) {
    this.key = typeof seed === 'number' ? [seed >>> 0, Math.floor(seed / TWO_POW_32) >>> 0] : seed
    this.words = expand(this.key)
  }

  static restore(state: RandomState): Random {
    const random = new Random(state.key)
    random.restore(state)
    return random
  }

  /** 32 random bits. */
  bits(): number {
    const s = this.words
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0
    const t = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotateLeft(s[3], 11)
    return result
  }

  /** Uniform on [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.bits() >>> 5
    const low = this.bits() >>> 6
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000
  }

  /** Standard normal, by Marsaglia's polar method; the second of each pair is kept for the next call. */
  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false
      return this.spare[0]
    }
    for (;;) {
      const u = 2 * this.uniform() - 1
      const v = 2 * this.uniform() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt((-2 * Math.log(s)) / s)
      this.spare[0] = v * factor
      this.hasSpare = true
      return u * factor
    }
  }

  /** Uniform on {0, …, n − 1} without bias, for 1 ≤ n ≤ 2³². */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_POW_32) throw new Error(`internal: integer(${n}) needs 1 ≤ n ≤ 2³²`)
    const fair = n * Math.floor(TWO_POW_32 / n)
    let bits = this.bits()
    while (bits >= fair) bits = this.bits() // the incomplete last cycle would favour small numbers
    return bits - n * Math.floor(bits / n) // bits % n, exact in 53 bits and faster than a remainder of doubles
  }

  /** The numbers 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n)
    for (let i = 0; i < n; i++) order[i] = i
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const held = order[i]
      order[i] = order[j]
      order[j] = held
    }
    return order
  }

  /** An independent generator named by `label`. It depends on the seed alone, not on what was drawn before. */
  fork(label: string): Random {
    const key = [...this.key, label.length]
    for (let i = 0; i < label.length; i++) key.push(label.charCodeAt(i))
    return new Random([...expand(key)])
  }

  state(): RandomState {
    return { key: [...this.key], words: [...this.words], spare: this.hasSpare ? this.spare[0] : null }
  }

  /** Goes on from a state taken from a generator of the same seed. */
  restore(state: RandomState): void {
    if (state.words.length !== 4) throw new Error(`internal: a random state has 4 words, got ${state.words.length}`)
    this.words.set(state.words)
    this.hasSpare = state.spare !== null
    this.spare[0] = state.spare ?? 0
  }
}
