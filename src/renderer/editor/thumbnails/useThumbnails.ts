import { computed, inject, onBeforeUnmount, provide, shallowRef, useId } from 'vue'
import type { InjectionKey, Ref } from 'vue'
import { chainOf } from '@shared/document/chain'
import { useEngineStore } from '../../stores/engineStore'
import { useCalmly } from '../../use/useCalm'
import { padded, type Bounds } from '../../views/bounds'
import { latticeRows } from '../../views/layers/net'
import type { LayerPaths } from '../../views/layers/paths'
import { layerRanges } from '../../views/layers/stack'
import { useViews } from '../../views/use/useViews'
import { useViewStore } from '../../views/viewStore'
import { Pacer } from './pacer'
import { LINES, REACH } from './thumbnail'

/** Least time between two frames, in milliseconds; while all cores train, news and the frames along with them take longer. */
const REST_MS = 500

/** What the blocks' thumbnails are drawn from. */
export interface Thumbnails {
  /** The lattice at every layer; null while there is none to show. */
  readonly paths: Readonly<Ref<LayerPaths | null>>
  /** One frame for all blocks that keep within it. */
  readonly bounds: Readonly<Ref<Bounds>>
  /** The layer after a block; undefined for one that the engine does not hold. */
  layerOf(node: string): number | undefined
  readonly pacer: Pacer
}

const key: InjectionKey<Thumbnails> = Symbol('thumbnails')

/** Gives all blocks below one view of the lattice to draw from, while `wanted`. Answers whether there is one to show. */
export function provideThumbnails(wanted: () => boolean): Readonly<Ref<boolean>> {
  const engine = useEngineStore()
  const view = useViewStore()
  const id = useId()
  const viewId = `thumbnails-${id}`
  const pacer = new Pacer()
  const newest = shallowRef<LayerPaths | null>(null)
  /** The frame that came last, and what tells the engine that it was shown: it sends no other until then. */
  let came: { readonly paths: LayerPaths; readonly shown: () => void } | null = null
  const showNow = (): void => {
    if (came === null) return
    const { paths, shown } = came
    came = null
    newest.value = paths
    shown()
  }
  const showAlongWithNews = useCalmly(showNow, REST_MS)

  const data = computed(() =>
    engine.opened?.dims === 2 && engine.opened.chance === undefined ? engine.opened.data : null,
  )
  const blocks = computed(() => (engine.held === null ? [] : (chainOf(engine.held.graph)?.bijectors ?? [])))
  const offered = computed(() => wanted() && data.value !== null && blocks.value.length > 0)
  const shown = computed(() => offered.value && view.showThumbnails)

  useViews(id, () => {
    if (!shown.value || data.value === null) return []
    const rows = latticeRows(LINES, REACH, data.value.units)
    return [{ kind: 'layers', id: viewId, points: { from: 'given', direction: 'forward', rows } }]
  })
  const stop = engine.onFrame(viewId, (frame, done) => {
    if (frame.kind !== 'layers') return
    const { step, dims, count, t, positions, logDet } = frame
    came = { paths: { step, dims, count, blocks: t.length - 1, t, positions, logDet }, shown: done }
    if (engine.running) showAlongWithNews()
    else showNow() // an edit is to be seen at once
  })
  onBeforeUnmount(() => {
    stop()
    pacer.dispose()
  })

  provide(key, {
    paths: computed(() => {
      const paths = newest.value
      return shown.value && paths?.dims === 2 && paths.blocks === blocks.value.length ? paths : null
    }),
    bounds: computed((): Bounds => {
      if (data.value === null) return [0, 1, 0, 1]
      const [x, y] = layerRanges(data.value, REACH).map((range) => padded(range, 0.05))
      return [x.min, x.max, y.min, y.max]
    }),
    layerOf(node) {
      const index = blocks.value.findIndex((block) => block.id === node)
      return index < 0 ? undefined : index + 1
    },
    pacer,
  })
  return offered
}

/** What a block draws its thumbnail from; null outside a canvas that gives any. */
export const useThumbnails = (): Thumbnails | null => inject(key, null)
