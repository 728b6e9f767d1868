import { computed, onBeforeUnmount, shallowRef } from 'vue'
import type { WritableComputedRef } from 'vue'
import { defineStore } from 'pinia'

/** What lies over the screen, one at a time. */
export type Sheet =
  | 'palette'
  | 'keys'
  | 'evaluation'
  | 'log'
  | 'settings'
  | 'versions'
  | 'recents'
  | 'gallery'
  | 'history'
  | 'draw'
  | 'data'
  | 'block'
  | 'runs'

export interface CanvasDeeds {
  fit(): void
  fitSelected(): void
  zoom(by: 'in' | 'out'): void
  /** Takes the graph away as a picture. */
  take(kind: 'png' | 'svg'): unknown
}

export interface PictureDeeds {
  readonly tabs: readonly { readonly key: string; readonly label: string; readonly help: string }[]
  readonly chosen: string
  readonly atHome: boolean
  /** Why two steps cannot be compared; null when they can. */
  readonly incomparable: string | null
  /** What of the picture can be taken away now. */
  readonly offers: { readonly any: boolean; readonly svg: boolean; readonly numbers: boolean }
  choose(key: string): void
  reset(): void
  compare(): void
  take(kind: 'png' | 'svg' | 'csv' | 'npy'): unknown
}

export interface ReplayDeeds {
  /** Fewer than two steps cannot be played. */
  readonly steps: number
  readonly live: boolean
  toggle(): void
  goLive(): void
}

/** What commands reach of the screen: what lies over it, and what its parts offer while they are shown. */
export const useScreenStore = defineStore('screen', () => {
  const sheet = shallowRef<Sheet | null>(null)
  const canvas = shallowRef<CanvasDeeds | null>(null)
  const picture = shallowRef<PictureDeeds | null>(null)
  /** Whether the picture says itself what may be pressed there: a hint would lie over it. */
  const advice = shallowRef(false)
  const replay = shallowRef<ReplayDeeds | null>(null)
  /** The block that the page is about: its type, and its node where it is one of the stack. */
  const blockPage = shallowRef<{ readonly type: string; readonly node: string | null } | null>(null)
  /** Judges the answer to the question of a lesson. */
  const checkAnswer = shallowRef<(() => unknown) | null>(null)
  /** Puts the focus into the search of the palette of blocks. */
  const searchBlocks = shallowRef<(() => void) | null>(null)
  return { sheet, canvas, picture, advice, replay, blockPage, checkAnswer, searchBlocks }
})

/** Whether a sheet is open, for its `v-model`. */
export function useSheet(which: Sheet): WritableComputedRef<boolean> {
  const screen = useScreenStore()
  return computed({
    get: () => screen.sheet === which,
    set: (open) => {
      if (open) screen.sheet = which
      else if (screen.sheet === which) screen.sheet = null
    },
  })
}

/** Offers deeds for as long as the component is there. */
export function useOffer<T>(place: (deeds: T | null) => void, deeds: T): void {
  place(deeds)
  onBeforeUnmount(() => {
    place(null)
  })
}
