import { computed, onBeforeUnmount, shallowRef, useId } from 'vue'
import { chainOf } from '@shared/document/chain'
import { useEngineStore } from '../../stores/engineStore'
import { latticeRows } from '../../views/layers/net'
import { useViews } from '../../views/use/useViews'

/** Places on the line, and lines of the lattice each way. */
const [PLACES, LINES] = [161, 17]
/** How far they reach from zero in standardised z. */
const REACH = 2.5

/** Places before a block and after it: of one coordinate in the order of z, of two as a lattice. */
export interface BlockPaths {
  readonly dims: 1 | 2
  /** Lines of the lattice each way; 0 on a line. */
  readonly lines: number
  readonly before: Float32Array
  readonly after: Float32Array
}

/** What a block of the stack does now to places over z, in one or two dimensions; null where there is nothing to show. */
export function useBlockPaths(node: () => string | null) {
  const engine = useEngineStore()
  const id = useId()
  const view = `block-page-${id}`
  const paths = shallowRef<BlockPaths | null>(null)

  const layer = computed(() => {
    const blocks = engine.held === null ? [] : (chainOf(engine.held.graph)?.bijectors ?? [])
    return blocks.findIndex((block) => block.id === node())
  })
  const opened = computed(() => {
    const now = engine.opened
    return now !== null && now.chance === undefined && now.dims <= 2 && layer.value >= 0 ? now : null
  })

  useViews(id, () => {
    if (opened.value === null) return []
    const { units } = opened.value.data
    const rows =
      opened.value.dims === 2
        ? latticeRows(LINES, REACH, units)
        : Float32Array.from({ length: PLACES }, (_, i) => {
            const z = REACH * ((2 * i) / (PLACES - 1) - 1)
            return units.mean[0] + units.scale[0] * z
          })
    return [{ kind: 'layers', id: view, points: { from: 'given', direction: 'forward', rows } }]
  })
  const stop = engine.onFrame(view, (frame, shown) => {
    shown()
    if (frame.kind !== 'layers' || layer.value < 0) return
    const { dims, count, positions } = frame
    if (dims !== 1 && dims !== 2) return
    const at = (k: number): Float32Array => positions.slice(k * count * dims, (k + 1) * count * dims)
    paths.value = { dims, lines: dims === 2 ? LINES : 0, before: at(layer.value), after: at(layer.value + 1) }
  })
  onBeforeUnmount(stop)
  return computed(() => (opened.value === null ? null : paths.value))
}
