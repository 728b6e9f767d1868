import { computed, useId, watch } from 'vue'
import { baseEntry } from '@shared/catalogue/registry'
import { isBase } from '@shared/document/chain'
import type { Opened, View } from '@shared/rpc/protocol'
import { takeColumns } from '../columns'
import { netOver, type Net } from '../layers/net'
import { somePaths, type LayerPaths } from '../layers/paths'
import { baseReach, layerRanges, stopsOf } from '../layers/stack'
import { clampLayer } from '../layers/scrub'
import type { Interval } from '../bounds'
import { useSelectionStore, type SelectionSource } from '../selectionStore'
import { useViewStore } from '../viewStore'
import { useShown } from './useMoment'
import { useSelectedPaths } from './useSelectedPaths'
import { useLayerFrames } from './useLayerFrames'
import { useSharedLook } from './useSharedLook'
import { useViews } from './useViews'

const PARTICLES = 2000
/** Data beside them, as far as they do not hide what moves. */
const DATA_POINTS = 400
const LATTICE = 33

/** Draws from the base that are carried along, the same ones as the model's samples elsewhere. */
export const baseDraws: SelectionSource & { kind: 'base' } = { kind: 'base', seed: 1, count: PARTICLES }

/** Selected points at every layer: draws from the base, or rows of the data. */
export interface MarkedPaths {
  readonly source: SelectionSource
  readonly rows: readonly number[]
  readonly paths: LayerPaths
}

/** What a picture of layers shows, whichever way it is drawn. */
export interface LayersScene {
  readonly opened: Opened
  readonly particles: LayerPaths | null
  readonly netPaths: LayerPaths | null
  readonly net: Net | null
  /** [n, D] row-major in natural units. */
  readonly data: Float32Array
  readonly t: number
  readonly marked: MarkedPaths | null
  /** Per column, what holds the data and the cloud of z. */
  readonly ranges: readonly Interval[]
}

/** Everything about the layers of the held flow that does not depend on how it is drawn. */
export function useLayers(opened: () => Opened | null) {
  const flow = useShown()
  const view = useViewStore()
  const selection = useSelectionStore()
  const id = useId()
  const [particlesView, netView] = [`particles-${id}`, `net-${id}`]

  const stops = computed(() => stopsOf(flow.document.value))
  const K = computed(() => Math.max(0, stops.value.length - 1))
  /** At x it is infinite: stages side by side may have flows of different depth, of which x is the end all the same. */
  const layer = useSharedLook('layer', Infinity)
  const t = computed({
    get: () => clampLayer(layer.value, K.value),
    set: (next) => (layer.value = next < K.value ? next : Infinity),
  })

  const base = computed(() => flow.document.value?.graph.nodes.find(isBase))
  const reach = computed(() => baseReach(base.value))
  /** The base's name where it is not a normal, whose circles are the contours. */
  const otherBase = computed(() => {
    const type = base.value?.type ?? 'normal'
    return type === 'normal' ? null : (baseEntry(type)?.label ?? type)
  })
  const flat = computed(() => opened()?.dims === 2)
  const net = computed((): Net | null => {
    const now = opened()
    // lines that every point leaves by chance are lines no more
    return now === null || !flat.value || now.chance !== undefined
      ? null
      : netOver(LATTICE, reach.value, now.data.units, otherBase.value === null)
  })
  const netShown = computed(() => view.showLattice || (view.showLevels && otherBase.value === null))

  useViews(id, () => {
    const wanted: View[] = []
    if (opened() !== null && view.showParticles) {
      const { count, seed } = baseDraws
      wanted.push({ kind: 'layers', id: particlesView, points: { from: 'base', count, seed }, between: true })
    }
    if (net.value !== null && netShown.value) {
      const { rows } = net.value
      wanted.push({ kind: 'layers', id: netView, points: { from: 'given', direction: 'forward', rows }, between: true })
    }
    return wanted
  })

  const particles = useLayerFrames(particlesView)
  const netPaths = useLayerFrames(netView)
  const fitting = <P extends LayerPaths>(paths: P | null): P | null =>
    paths !== null && paths.dims === opened()?.dims && paths.blocks === K.value ? paths : null
  const shownParticles = computed(() => (view.showParticles ? fitting(particles.value) : null))
  const shownPaths = computed(() =>
    netPaths.value?.count === (net.value?.rows.length ?? 0) / 2 ? fitting(netPaths.value) : null,
  )
  // Frames of the flow as it was before the last edit are not drawn, but owed their credit.
  watch([particles, netPaths], () => {
    if (shownParticles.value === null) particles.value?.shown()
    if (shownPaths.value === null) netPaths.value?.shown()
  })

  const carried = useSelectedPaths(id, () => (selection.selection?.source.kind === 'data' ? opened() : null))
  const marked = computed((): MarkedPaths | null => {
    const ofData = carried.value
    if (ofData !== null) return fitting(ofData.paths) === null ? null : ofData
    const drawn = shownParticles.value
    const rows = selection.rowsOf(baseDraws).filter((row) => row < (drawn?.count ?? 0))
    return drawn === null || rows.length === 0 ? null : { source: baseDraws, rows, paths: somePaths(drawn, rows) }
  })

  const data = computed(() => {
    const now = opened()
    if (now === null || !view.showData) return new Float32Array(0)
    const columns = Array.from({ length: now.dims }, (_, i) => i)
    return takeColumns(now.data.preview, now.dims, columns, DATA_POINTS)
  })
  const ranges = computed(() => {
    const now = opened()
    return now === null ? [] : layerRanges(now.data, reach.value)
  })
  /** The net as far as it is shown. */
  const shownNet = computed((): Net | null => {
    if (net.value === null || !netShown.value) return null
    const { rows, segments, contours } = net.value
    if (!view.showLattice) return { rows, segments: segments.subarray(contours), contours: 0 }
    return view.showLevels ? net.value : { rows, segments: segments.subarray(0, contours), contours }
  })

  return {
    stops,
    K,
    t,
    data,
    ranges,
    otherBase,
    net: shownNet,
    particles: shownParticles,
    marked,
    netPaths: shownPaths,
    /** To be called once they are on the screen. */
    shown: (): void => {
      particles.value?.shown()
      netPaths.value?.shown()
      carried.value?.paths.shown()
    },
  }
}
