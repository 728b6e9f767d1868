/** Bytes at which every buffer begins: a line of the cache. */
export const ALIGNMENT = 64

export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

/** A buffer and the steps from its first writing to its last reading, both included. */
export interface Lifetime<K> {
  readonly key: K
  readonly bytes: number
  readonly first: number
  readonly last: number
}

export interface Arena<K> {
  /** Offset of each buffer from the arena's start. */
  readonly offsets: ReadonlyMap<K, number>
  readonly bytes: number
}

/** Places buffers so that those alive at the same step never overlap: the largest first, each as low as it fits. */
export function planArena<K>(lifetimes: readonly Lifetime<K>[]): Arena<K> {
  const placed: { readonly from: number; readonly to: number; readonly life: Lifetime<K> }[] = []
  const offsets = new Map<K, number>()
  let bytes = 0
  for (const life of [...lifetimes].sort((a, b) => b.bytes - a.bytes || a.first - b.first)) {
    const size = aligned(Math.max(life.bytes, 1))
    let from = 0
    for (const other of placed) {
      if (other.life.last < life.first || life.last < other.life.first) continue
      if (other.from >= from + size) break // placed is sorted by where buffers begin
      from = Math.max(from, other.to)
    }
    const at = placed.findIndex((other) => other.from > from)
    placed.splice(at < 0 ? placed.length : at, 0, { from, to: from + size, life })
    offsets.set(life.key, from)
    bytes = Math.max(bytes, from + size)
  }
  return { offsets, bytes }
}
