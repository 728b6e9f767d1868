import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import type { Probe } from '@shared/rpc/protocol'

/** What is known of the point under the cursor. */
export interface Reading {
  /** The point, D coordinates in natural units. */
  readonly point: readonly number[]
  /** log p in nats; null when not known yet. */
  readonly logDensity: number | null
  /** The latent point; null until the engine has said. */
  readonly latent: readonly number[] | null
  /** log|det ∂z/∂x|; null until the engine has said. */
  readonly logDet: number | null
  /** `grid`: interpolated from the picture. `exact`: computed for this very point. */
  readonly source: 'grid' | 'exact'
}

/** Rest before the engine is asked for the exact values. */
const REST_MS = 90

export interface ReadingControl {
  readonly reading: Readonly<ShallowRef<Reading | null>>
  /** The cursor is at this point; `interpolated` is the picture's own log p there, if it has one. */
  point(at: readonly number[], interpolated: number | null): void
  leave(): void
}

/** The read-out: the picture's value at once, the engine's once the cursor has rested. */
export function useReading(probe: (points: Float64Array<ArrayBuffer>) => Promise<Probe>): ReadingControl {
  const reading = shallowRef<Reading | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function ask(point: readonly number[]): Promise<void> {
    const mine = ++asked
    try {
      const { logDensity, latent, logDet } = await probe(Float64Array.from(point))
      if (mine !== asked) return
      reading.value = { point, logDensity: logDensity[0], latent: [...latent], logDet: logDet[0], source: 'exact' }
    } catch {
      // No exact value while the engine is away or compiling: the interpolated one stays, and says that it is one.
    }
  }

  function point(at: readonly number[], interpolated: number | null): void {
    clearTimeout(timer)
    asked++
    const before = reading.value
    const same = before?.point.every((value, i) => value === at[i]) === true
    reading.value = {
      point: at,
      logDensity: interpolated,
      latent: same ? before.latent : null,
      logDet: same ? before.logDet : null,
      source: 'grid',
    }
    timer = setTimeout(() => void ask(at), REST_MS)
  }

  function leave(): void {
    clearTimeout(timer)
    asked++
    reading.value = null
  }

  onBeforeUnmount(leave)
  return { reading, point, leave }
}
