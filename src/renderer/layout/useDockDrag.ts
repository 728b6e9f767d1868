import { onBeforeUnmount, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { Column } from './layout'

/** A panel that is carried by its title line to another place in the row. */
export interface Carried {
  readonly column: Column
  /** Its place among the others, from the left. */
  readonly place: number
  /** Where the line is drawn that marks the place, in CSS pixels from the left of the row. */
  readonly at: number
}

/** So far a title line moves before the panel comes along. */
const THRESHOLD = 8
/** What answers a press by itself. */
const ANSWERING = 'button, input, select, a, label, [role="button"], [contenteditable]'

/**
 * Title lines in the row carry their panels: `press` goes onto the row, whose columns are elements with `data-column`.
 * Escape puts a panel back.
 */
export function useDockDrag(
  row: Readonly<ShallowRef<HTMLElement | null>>,
  drop: (column: Column, place: number) => void,
): { readonly carried: ShallowRef<Carried | null>; press: (event: PointerEvent) => void } {
  const carried = shallowRef<Carried | null>(null)
  let listening: AbortController | null = null

  function end(): void {
    listening?.abort()
    listening = null
    carried.value = null
  }

  function press(event: PointerEvent): void {
    const target = event.target as HTMLElement
    const title = target.closest('.panel-title')
    const column = title?.closest<HTMLElement>('[data-column]')?.dataset.column as Column | undefined
    if (column === undefined || event.button !== 0 || target.closest(ANSWERING)) return
    end()
    listening = new AbortController()
    const on = { signal: listening.signal }
    window.addEventListener(
      'pointermove',
      ({ clientX }) => {
        if (carried.value !== null || Math.abs(clientX - event.clientX) > THRESHOLD)
          carried.value = find(column, clientX)
      },
      on,
    )
    window.addEventListener(
      'pointerup',
      () => {
        const { value } = carried
        end()
        if (value) drop(value.column, value.place)
      },
      on,
    )
    window.addEventListener('pointercancel', end, on)
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape' || carried.value === null) return
        key.preventDefault()
        key.stopPropagation()
        end()
      },
      { ...on, capture: true },
    )
  }

  /** The gap that the pointer is nearest to. */
  function find(column: Column, x: number): Carried {
    const { left } = row.value!.getBoundingClientRect()
    const others = [...row.value!.querySelectorAll<HTMLElement>('[data-column]')]
      .filter((element) => element.dataset.column !== column)
      .map((element) => element.getBoundingClientRect())
    const place = others.filter((box) => x > box.left + box.width / 2).length
    const edge = place < others.length ? others[place].left : others[others.length - 1].right
    return { column, place, at: edge - left }
  }

  onBeforeUnmount(end)
  return { carried, press }
}
