import { shallowRef } from 'vue'
import { useSessionStore } from '../../stores/sessionStore'
import { nearestPoint, takenRow } from '../columns'
import type { Point2 } from '../cubeAxes'
import { rectangle, rowsInside, type Outline } from '../selecting/outline'
import { useSelectionStore, type SelectionSource } from '../selectionStore'
import { useShown } from './useMoment'
import { t } from '../../strings/t'

/** Pixels that a press may move and still be a click, and within which a click hits a point. */
const SLIP = 4
const REACH = 12

/** The points of a picture that can be selected. */
export interface Selectable {
  readonly source: SelectionSource
  /** All of them on the picture, [n, 2] in pixels: where they are when a hand is laid on them. */
  places(): Float32Array
  /** The source's row of the `index`-th place; left out where they are the same. */
  rowOf?(index: number): number
  /** How many of them are drawn, taken evenly: those a click can hit. */
  readonly drawn: number
  /** Whether a click without a key selects; where it does something else, Ctrl is needed. */
  readonly byClick: boolean
  /** Height of a picture on which only x tells: what is drawn around points there reaches over all of it. */
  readonly tall?: number
}

/**
 * Selecting points by hand. Shift and a drag: all inside a rectangle, with Alt inside a free outline, with Ctrl added to
 * those there are. Ctrl and a click takes one in or out. S selects the one nearest the cursor, Shift S takes it in or out.
 * Each listener answers whether it has taken the event.
 */
export function useSelecting(selectable: () => Selectable | null) {
  const selection = useSelectionStore()
  const { sameRows } = useShown()
  /** Rows of other data than the present have no part in what is selected in all views. */
  const subject = (): Selectable | null => {
    const to = selectable()
    return to?.source.kind === 'data' && !sameRows.value ? null : to
  }
  const session = useSessionStore()
  /** What is being drawn, in pixels. */
  const outline = shallowRef<Outline | null>(null)
  let press: { readonly at: Point2; readonly kind: 'region' | 'click' } | null = null

  function tell(): void {
    session.announce(
      selection.empty ? t('views.selection.nothing') : t('views.selection.some', { what: selection.name }),
    )
  }

  function takeNearest(
    { source, places, rowOf = same, drawn }: Selectable,
    [x, y]: Point2,
    reach: number,
    toggles: boolean,
  ): void {
    const all = places()
    const n = all.length / 2
    const shown = Float32Array.from({ length: 2 * drawn }, (_, i) => all[2 * takenRow(i >> 1, n, drawn) + (i & 1)])
    const hit = nearestPoint(shown, x, y, reach)
    if (hit < 0) return
    const row = rowOf(takenRow(hit, n, drawn))
    if (toggles) selection.toggle(source, row)
    else selection.select(source, [row])
    tell()
  }

  function takeInside({ source, places, rowOf = same }: Selectable, drawn: Outline, adds: boolean): void {
    const rows = rowsInside(places(), drawn).map((index) => rowOf(index))
    selection.select(source, adds ? [...new Set([...selection.rowsOf(source), ...rows])] : rows)
    tell()
  }

  return {
    outline,
    pointerdown(event: PointerEvent): boolean {
      const to = subject()
      press = null
      if (to === null || event.button !== 0) return false
      const at: Point2 = [event.offsetX, event.offsetY]
      if (event.shiftKey) {
        press = { at, kind: 'region' }
        outline.value = [at]
        ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
        return true
      }
      if (isWithControl(event) || to.byClick) press = { at, kind: 'click' }
      return false
    },
    pointermove(event: PointerEvent): boolean {
      if (press?.kind !== 'region') return false
      const at: Point2 = [event.offsetX, event.offsetY]
      const tall = subject()?.tall
      if (tall !== undefined) outline.value = rectangle([press.at[0], 0], [at[0], tall])
      else outline.value = event.altKey ? [...(outline.value ?? []), at] : rectangle(press.at, at)
      return true
    },
    pointerup(event: PointerEvent): boolean {
      const [to, drawn, began] = [subject(), outline.value, press]
      press = null
      outline.value = null
      if (to === null || began === null) return false
      const at: Point2 = [event.offsetX, event.offsetY]
      const still = Math.hypot(at[0] - began.at[0], at[1] - began.at[1]) <= SLIP
      const withControl = isWithControl(event)
      if (began.kind === 'region' && drawn !== null && drawn.length > 2) takeInside(to, drawn, withControl)
      else if (still) takeNearest(to, at, REACH, withControl)
      return began.kind === 'region' || still
    },
    pointercancel(): void {
      press = null
      outline.value = null
    },
    keydown(event: KeyboardEvent, cursor: Point2): boolean {
      const to = subject()
      if (to === null || event.key.toLowerCase() !== 's' || isWithControl(event) || event.altKey) return false
      event.preventDefault()
      takeNearest(to, cursor, Infinity, event.shiftKey)
      return true
    },
  }
}

const same = (index: number): number => index

const isWithControl = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean =>
  event.ctrlKey || event.metaKey
