import { shallowRef, watch } from 'vue'
import type { Probe } from '@shared/rpc/protocol'
import { useCalmly } from '../../use/useCalm'
import { withoutPin, withPin, type Pin } from '../pins'

/** What the engine says of a pinned place. */
export interface PinValues {
  readonly logDensity: number
  readonly latent: readonly [number, number]
  readonly logDet: number
}

/** Milliseconds between two questions while the flow learns. */
const REST_MS = 500

/** Pinned places of the plane and their exact values, asked anew at most twice a second as `frame` changes. */
export function usePins(frame: () => unknown, probe: (points: Float64Array<ArrayBuffer>) => Promise<Probe>) {
  const pins = shallowRef<readonly Pin[]>([])
  const values = shallowRef<ReadonlyMap<number, PinValues>>(new Map())
  let asked = 0

  async function ask(): Promise<void> {
    const of = pins.value
    const mine = ++asked
    if (of.length === 0) return
    try {
      const { logDensity, latent, logDet } = await probe(Float64Array.from(of.flatMap(({ x, y }) => [x, y])))
      if (mine !== asked) return
      values.value = new Map(
        of.map(({ number }, i) => [
          number,
          { logDensity: logDensity[i], latent: [latent[2 * i], latent[2 * i + 1]], logDet: logDet[i] },
        ]),
      )
    } catch {
      // While the engine is away the last values stay; the next frame asks again.
    }
  }
  watch(
    frame,
    useCalmly(() => void ask(), REST_MS),
  )

  function set(next: readonly Pin[]): void {
    if (next === pins.value) return
    pins.value = next
    values.value = new Map([...values.value].filter(([number]) => next.some((pin) => pin.number === number)))
    void ask()
  }
  return {
    pins,
    values,
    /** Answers whether there was room for it. */
    add(x: number, y: number): boolean {
      const before = pins.value
      set(withPin(before, x, y))
      return pins.value !== before
    },
    remove: (number: number): void => {
      set(withoutPin(pins.value, number))
    },
    clear: (): void => {
      set([])
    },
  }
}
