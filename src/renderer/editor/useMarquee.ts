import { onBeforeUnmount, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** In pixels from the top left corner of the frame. */
export interface Marquee {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What a marquee does with the selection: with Ctrl it adds, with Alt it takes away. */
export type MarqueeMode = 'set' | 'add' | 'subtract'

/**
 * Shift and a drag over the empty canvas span a rectangle; `take` gets the ids of the blocks that it touches, from the
 * top down, each time they change, and `begin` is called before the first. `start` is to hear presses before the graph
 * library does.
 */
export function useMarquee(
  frame: Readonly<ShallowRef<HTMLElement | null>>,
  take: (ids: readonly string[], mode: MarqueeMode) => void,
  begin: () => void,
) {
  const marquee = shallowRef<Marquee | null>(null)
  let listening: AbortController | null = null

  function finish(): void {
    listening?.abort()
    listening = null
    marquee.value = null
  }
  onBeforeUnmount(finish)

  function start(event: MouseEvent): void {
    const empty = event.target instanceof Element && event.target.closest('[data-node], .nopan') === null
    if (!event.shiftKey || event.button !== 0 || !empty || !frame.value) return
    event.stopPropagation()
    event.preventDefault()
    finish()
    const from = { x: event.clientX, y: event.clientY }
    const mode = event.ctrlKey || event.metaKey ? 'add' : event.altKey ? 'subtract' : 'set'
    begin()
    let before = ''
    listening = new AbortController()
    const on = { signal: listening.signal }
    window.addEventListener(
      'mousemove',
      (move) => {
        if (!frame.value) return
        const origin = frame.value.getBoundingClientRect()
        const box = {
          left: Math.min(from.x, move.clientX),
          top: Math.min(from.y, move.clientY),
          right: Math.max(from.x, move.clientX),
          bottom: Math.max(from.y, move.clientY),
        }
        const [left, top] = [box.left - origin.left, box.top - origin.top]
        marquee.value = { left, top, width: box.right - box.left, height: box.bottom - box.top }
        const ids = touched(frame.value, box)
        if ((ids.length === 0 && mode === 'set') || ids.join(' ') === before) return
        before = ids.join(' ')
        take(ids, mode)
      },
      on,
    )
    window.addEventListener(
      'mouseup',
      () => {
        if (marquee.value) dropClick()
        finish()
      },
      on,
    )
  }

  return { marquee, start }
}

/** The click that ends a drag is none: on the empty canvas it would clear what was just selected. */
function dropClick(): void {
  const once = new AbortController()
  const stop = (event: Event): void => {
    event.stopPropagation()
  }
  window.addEventListener('click', stop, { capture: true, once: true, signal: once.signal })
  setTimeout(() => {
    once.abort()
  })
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Ids of the blocks under a box, from the top down; a frame is touched by way of its blocks. */
function touched(frame: HTMLElement, box: Box): readonly string[] {
  return [...frame.querySelectorAll<HTMLElement>('[data-block]')]
    .map((element) => ({ id: element.dataset.node ?? '', at: element.getBoundingClientRect() }))
    .filter(({ at }) => at.left < box.right && at.right > box.left && at.top < box.bottom && at.bottom > box.top)
    .sort((a, b) => a.at.top - b.at.top)
    .map(({ id }) => id)
}
