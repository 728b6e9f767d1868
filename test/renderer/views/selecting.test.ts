// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Random } from '@shared/math/random'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { pickRows, takeColumns, takenRow } from '../../../src/renderer/views/columns'
import { isInside, rectangle, rowsInside, type Outline } from '../../../src/renderer/views/selecting/outline'
import { placesOn } from '../../../src/renderer/views/selecting/places'
import { dataRows, useSelectionStore } from '../../../src/renderer/views/selectionStore'
import { useSelecting } from '../../../src/renderer/views/use/useSelecting'

describe('an outline', () => {
  it('holds what is inside a rectangle, whichever corner it was begun at', () => {
    const random = new Random(3)
    const places = Float32Array.from({ length: 400 }, () => 10 * random.uniform())
    const expected = [...Array(200).keys()].filter((i) => {
      const [x, y] = [places[2 * i]!, places[2 * i + 1]!]
      return x > 2 && x < 7 && y > 1 && y < 4
    })
    expect(expected.length).toBeGreaterThan(10)
    expect(rowsInside(places, rectangle([2, 1], [7, 4]))).toEqual(expected)
    expect(rowsInside(places, rectangle([7, 4], [2, 1]))).toEqual(expected)
    expect(rowsInside(places, rectangle([7, 1], [2, 4]))).toEqual(expected)
  })

  it('goes around a bay, and counts a ray through a corner once', () => {
    const horseshoe: Outline = [
      [0, 0],
      [9, 0],
      [9, 9],
      [6, 9],
      [6, 3],
      [3, 3],
      [3, 9],
      [0, 9],
    ]
    expect(isInside(horseshoe, 4.5, 6)).toBe(false) // in the bay
    expect(isInside(horseshoe, 1, 6)).toBe(true)
    expect(isInside(horseshoe, 8, 6)).toBe(true)
    expect(isInside(horseshoe, 1, 3)).toBe(true) // level with two corners
    expect(isInside(horseshoe, -1, 3)).toBe(false)
    expect(isInside(horseshoe, 10, 3)).toBe(false)
  })

  it('holds nothing that is no number, and nothing at all as a point', () => {
    expect(rowsInside(Float32Array.of(NaN, 1, 1, NaN, 1, 1), rectangle([0, 0], [2, 2]))).toEqual([2])
    expect(rowsInside(Float32Array.of(1, 1), [[1, 1]])).toEqual([])
  })
})

describe('rows taken evenly', () => {
  it.each([1, 7, 300, 400, 999, 1000])('are found again by their index when %i of 1000 are taken', (kept) => {
    const table = Float32Array.from({ length: 3000 }, (_, i) => i)
    const taken = takeColumns(table, 3, [0, 2], kept)
    const rows = Array.from({ length: kept }, (_, i) => takenRow(i, 1000, kept))
    expect(new Set(rows).size).toBe(kept)
    expect([...pickRows(table, 3, [0, 2], rows)]).toEqual([...taken])
  })

  it('leave out those that are not there', () => {
    expect([...pickRows(Float32Array.of(1, 2, 3, 4), 2, [1], [1, 2, 0])]).toEqual([4, 2])
  })
})

describe('selecting by hand', () => {
  /** Five points on a diagonal, of which the first, second and fourth are drawn. */
  const places = Float32Array.of(10, 10, 30, 30, 50, 50, 70, 70, 90, 90)

  beforeEach(() => {
    setActivePinia(createPinia())
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn() }))
  })

  function hand(byClick = true, rowOf?: (index: number) => number, tall?: number) {
    const selecting = useSelecting(() => ({
      source: dataRows,
      places: () => places,
      drawn: 3,
      byClick,
      ...(rowOf && { rowOf }),
      ...(tall !== undefined && { tall }),
    }))
    const event = (x: number, y: number, keys: Partial<PointerEvent> = {}): PointerEvent =>
      ({ offsetX: x, offsetY: y, button: 0, currentTarget: { setPointerCapture: vi.fn() }, ...keys }) as never
    const drag = (points: readonly (readonly [number, number])[], keys: Partial<PointerEvent>): boolean[] => [
      selecting.pointerdown(event(...points[0]!, keys)),
      ...points.slice(1).map((at) => selecting.pointermove(event(...at, keys))),
      selecting.pointerup(event(...points.at(-1)!, keys)),
    ]
    const rows = (): readonly number[] => useSelectionStore().rowsOf(dataRows)
    return { ...selecting, drag, rows }
  }

  it('takes all rows inside a rectangle drawn with Shift, drawn or not, and says how many', () => {
    const { drag, rows } = hand()
    expect(drag([[20, 20], [80, 60]], { shiftKey: true })).toEqual([true, true, true]) // prettier-ignore
    expect(rows()).toEqual([1, 2])
    expect(useSessionStore().announcement).toBe('2 data rows selected.')
  })

  it('adds those inside of another with Ctrl, each once', () => {
    const { drag, rows } = hand()
    drag([[0, 0], [40, 40]], { shiftKey: true }) // prettier-ignore
    drag([[20, 20], [60, 60]], { shiftKey: true, ctrlKey: true }) // prettier-ignore
    expect(rows()).toEqual([0, 1, 2])
  })

  it('takes those inside of a free outline with Alt', () => {
    const { drag, rows } = hand()
    drag([[0, 0], [100, 0], [100, 100], [60, 100], [60, 20], [40, 20], [40, 60], [0, 60]], { shiftKey: true, altKey: true }) // prettier-ignore
    expect(rows()).toEqual([0, 1, 3, 4]) // the middle one is in the bay
  })

  it('takes all between two ends where only x tells, at whatever height the hand is', () => {
    const { drag, rows } = hand(false, undefined, 100)
    drag([[60, 5], [20, 9]], { shiftKey: true, altKey: true }) // prettier-ignore
    expect(rows()).toEqual([1, 2])
  })

  it('leaves a drag without Shift to whom it belongs', () => {
    const { drag, rows } = hand()
    expect(drag([[0, 0], [100, 100]], {})).toEqual([false, false, false]) // prettier-ignore
    expect(rows()).toEqual([])
  })

  it('takes the nearest of the points that are drawn by a click, and with Ctrl in or out', () => {
    const { drag, rows } = hand()
    drag([[31, 31]], {}) // rows 0, 1 and 3 are drawn
    expect(rows()).toEqual([1])
    drag([[69, 71]], { ctrlKey: true })
    expect(rows()).toEqual([1, 3])
    drag([[30, 30]], { ctrlKey: true })
    expect(rows()).toEqual([3])
    drag([[90, 90]], {}) // not drawn
    expect(rows()).toEqual([3])
  })

  it('leaves a plain click alone where it means something else', () => {
    const { drag, rows } = hand(false)
    expect(drag([[10, 10]], {})).toEqual([false, false])
    expect(rows()).toEqual([])
    expect(drag([[10, 10]], { ctrlKey: true })).toEqual([false, true])
    expect(rows()).toEqual([0])
  })

  it('takes the one nearest the cursor by S, however far, and by Shift S one more', () => {
    const { keydown, rows } = hand()
    const key = (name: string, shiftKey = false): KeyboardEvent =>
      new KeyboardEvent('keydown', { key: name, shiftKey, cancelable: true })
    expect(keydown(key('x'), [0, 0])).toBe(false)
    const press = key('s')
    expect(keydown(press, [0, 0])).toBe(true)
    expect(press.defaultPrevented).toBe(true)
    keydown(key('S', true), [100, 100])
    expect(rows()).toEqual([0, 3])
  })

  it('gives rows of the source where the places are of some of them', () => {
    const { drag, rows } = hand(true, (index) => 10 * index)
    drag([[20, 20], [80, 80]], { shiftKey: true }) // prettier-ignore
    expect(rows()).toEqual([10, 20, 30])
  })
})

describe('places on a plane', () => {
  it('has the bounds at the edges of the picture, y upwards', () => {
    const size = { width: 200, height: 100 }
    expect([...placesOn(Float32Array.of(-1, 2, 1, 6, 0, 4), [-1, 1, 2, 6], size)]).toEqual([0, 100, 200, 0, 100, 50])
  })
})
