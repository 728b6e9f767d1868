import { computed, shallowRef, watch } from 'vue'
import type { ColumnSummary } from '@shared/rpc/protocol'
import { padded, type Interval } from '../bounds'
import { firstColumns } from '../corner/table'
import { besideEachOther } from '../parallel/names'
import { byCorrelation, reordered } from '../parallel/order'

/** Pixels between two names, and the most that one takes: the first and the last axis are 56 px from the edge. */
const NAME_GAP = 6
const NAME_MOST = 112

/** `own`: as a person has dragged them. */
export type Sorting = 'table' | 'correlation' | 'own'

export interface AxesSource {
  readonly dims: () => number
  readonly summaries: () => readonly ColumnSummary[]
  /** Of the columns, [dims, dims] row-major. */
  readonly correlations: () => Float64Array
  /** Pixels from the first axis to the last. */
  readonly width: () => number
}

/** The axes of parallel coordinates: which columns, in which order, and where each stands. */
export function useParallelAxes({ dims, summaries, correlations, width }: AxesSource) {
  const columns = shallowRef<readonly number[]>(firstColumns(dims()))
  const sorting = shallowRef<Sorting>('table')
  const ownOrder = shallowRef<readonly number[]>([])

  function reset(): void {
    columns.value = firstColumns(dims())
    sorting.value = 'table'
  }
  watch(dims, reset)
  watch(sorting, (next, before) => {
    if (next === 'own' && ownOrder.value.length === 0) ownOrder.value = sorted(before)
  })
  watch(columns, () => {
    if (sorting.value === 'own') sorting.value = 'table'
    ownOrder.value = []
  })
  const order = computed((): readonly number[] => {
    return sorting.value === 'own' && ownOrder.value.length > 0 ? ownOrder.value : sorted(sorting.value)
  })
  function sorted(by: Sorting): readonly number[] {
    return by === 'correlation' ? byCorrelation(columns.value, correlations(), dims()) : columns.value
  }
  const atHome = computed(() => sorting.value === 'table' && columns.value.join() === firstColumns(dims()).join())

  const ranges = computed((): readonly Interval[] => order.value.map((column) => padded(summaries()[column], 0.04)))
  const between = computed(() => width() / Math.max(1, order.value.length - 1))
  /** Whether every other name stands a step higher, so that each has the room of two. */
  const staggered = computed(
    () =>
      !besideEachOther(
        order.value.map((column) => summaries()[column]?.name ?? ''),
        between.value - NAME_GAP,
      ),
  )
  /** Pixels that a name may take. */
  const nameRoom = computed(() => Math.min(NAME_MOST, (staggered.value ? 2 : 1) * between.value - NAME_GAP))
  const standing = computed(() => order.value.map((_, i) => i * between.value))
  /** In the table's order: an element that changed its place in the page would lose the focus and the pointer. */
  const axes = computed(() => columns.value.map((column) => ({ column, i: order.value.indexOf(column) })))

  /** Where the axis under the hand is, by its column. */
  const carried = shallowRef<{ readonly column: number; readonly left: number } | null>(null)
  const places = computed(() =>
    order.value.map((column, i) => (carried.value?.column === column ? carried.value.left : standing.value[i])),
  )
  function move(from: number, to: number): void {
    ownOrder.value = reordered(order.value, from, to)
    sorting.value = 'own'
  }
  function carry(index: number, left: number): void {
    const column = order.value[index]
    carried.value = { column, left }
    const to = Math.min(order.value.length - 1, Math.max(0, Math.round(left / between.value)))
    if (to !== index) move(index, to)
  }
  function drop(): void {
    carried.value = null
  }

  return {
    columns,
    sorting,
    order,
    atHome,
    reset,
    ranges,
    staggered,
    nameRoom,
    axes,
    places,
    move,
    carry,
    drop,
  }
}
