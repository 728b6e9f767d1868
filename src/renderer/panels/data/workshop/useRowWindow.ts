import { computed, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import type { DataDescription, DataRows, EngineParams } from '@shared/rpc/protocol'
import { useEngineStore } from '../../../stores/engineStore'
import { wordsOf } from '../../../strings/said'

/** Height of a row, and of the line of heads, in CSS pixels. */
export const ROW = 24
const HEAD = 33
/** Rows that are asked for at once, and the tallest element that browsers lay out without loss. */
const [PAGE, TALLEST] = [200, 8_000_000]

type Sort = EngineParams['dataRows']['sort']

export interface WindowRow {
  /** In the source, from 0. */
  readonly place: number
  readonly values: Float64Array
  readonly classes: DataRows['classes']
}

/** The rows of a large table that are in sight of a scroller, fetched by pages; the latest wish wins. */
export function useRowWindow(scroller: Readonly<Ref<HTMLElement | null>>, description: () => DataDescription) {
  const engine = useEngineStore()
  const sort = shallowRef<Sort>(null)
  const first = shallowRef(0)
  const seen = shallowRef(20)
  const top = shallowRef(0)
  const pages = shallowRef<ReadonlyMap<number, DataRows>>(new Map())
  /** Why rows could not be had, in words. */
  const failed = shallowRef<string | null>(null)
  let wishes = 0

  const total = computed(() => description().rows)
  const full = computed(() => HEAD + total.value * ROW)
  const height = computed(() => Math.min(full.value, TALLEST))

  function look(): void {
    const element = scroller.value
    if (!element) return
    seen.value = Math.max(1, Math.ceil((element.clientHeight - HEAD) / ROW))
    top.value = element.scrollTop
    const way = Math.max(1, height.value - element.clientHeight)
    const share = Math.min(1, element.scrollTop / way)
    const most = Math.max(0, total.value - seen.value + 1)
    const scrolled = full.value > TALLEST ? Math.round(share * most) : Math.floor(element.scrollTop / ROW)
    first.value = Math.min(most, scrolled)
    void fetch()
  }

  async function fetch(): Promise<void> {
    const mine = wishes
    try {
      await fetchPages(mine)
      if (mine === wishes) failed.value = null
    } catch (error) {
      if (mine === wishes) failed.value = wordsOf(error)
    }
  }

  async function fetchPages(mine: number): Promise<void> {
    const from = Math.floor(first.value / PAGE)
    const to = Math.floor(Math.min(total.value - 1, first.value + seen.value) / PAGE)
    for (let page = from; page <= to; page++) {
      if (pages.value.has(page)) continue
      const rows = await engine.dataRows({ from: page * PAGE, count: PAGE, sort: sort.value })
      if (mine !== wishes) return
      pages.value = new Map([...pages.value, [page, rows]])
    }
  }

  function renew(): void {
    wishes++
    pages.value = new Map()
    look()
  }
  watch([description, sort], renew)

  let observer: ResizeObserver | null = null
  onMounted(() => {
    const element = scroller.value
    if (!element) return
    element.addEventListener('scroll', look, { passive: true })
    observer = new ResizeObserver(look)
    observer.observe(element)
    look()
  })
  onBeforeUnmount(() => {
    wishes++
    scroller.value?.removeEventListener('scroll', look)
    observer?.disconnect()
  })

  /** Rising, then falling, then as the source has them. */
  function sortBy(column: number): void {
    const { value } = sort
    if (value?.column !== column) sort.value = { column, falling: false }
    else sort.value = value.falling ? null : { column, falling: true }
  }

  const rows = computed(() => {
    const found: WindowRow[] = []
    for (let at = first.value; at < Math.min(total.value, first.value + seen.value + 1); at++) {
      const page = pages.value.get(Math.floor(at / PAGE))
      const i = at % PAGE
      if (!page || i >= page.places.length) break
      const width = page.classes.length
      const values = page.values.subarray(i * width, (i + 1) * width)
      found.push({ place: page.places[i], values, classes: page.classes })
    }
    return found
  })
  /** Where the rows in sight stand in the scrolled room. */
  const shift = computed(() => (full.value > TALLEST ? top.value : first.value * ROW))

  return { rows, failed, sort, sortBy, height, shift }
}
