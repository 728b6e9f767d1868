import { ref, watch, type Ref } from 'vue'
import { defineStore } from 'pinia'
import { sequentialMaps } from './colourMaps/maps'
import { volumeModes, type VolumeMode } from './volumeModes'

export type DensityScale = 'density' | 'log'
export type FieldUnit = 'nats' | 'factor'
/** What a field is coloured by: log|det J|, or log₁₀ of the Jacobian's condition number. */
export type FieldQuantity = 'logDet' | 'condition'
/** What draws planes: WebGL, or the processor on a canvas. `auto` takes WebGL where a graphics card stands behind it. */
export type Painter = 'auto' | 'webgl' | 'canvas'

/** How a person likes the pictures; kept from visit to visit. */
export const useViewStore = defineStore('view', () => {
  const map = kept('map', sequentialMaps[0].name, (v) => sequentialMaps.some((m) => m.name === v))
  const scale = kept<DensityScale>('scale', 'density', (v) => v === 'density' || v === 'log')
  const showData = kept('showData', true, isBoolean)
  /** Over a density samples would hide it; where points are all there is, they are what moves as the flow learns. */
  const showModelOverDensity = kept('showModelOverDensity', false, isBoolean)
  const showModelAlone = kept('showModelAlone', true, isBoolean)
  const showLevels = kept('showLevels', true, isBoolean)
  const volumeMode = kept<VolumeMode>('volumeMode', 'volume', (v) => volumeModes.some((mode) => mode === v))
  /** Which of the regions' surfaces and isolines are drawn in a volume, innermost first. */
  const volumeRegions = kept(
    'volumeRegions',
    [true, true, true],
    (v) => Array.isArray(v) && v.length === 3 && v.every(isBoolean),
  )
  /** Of the layers: draws from the base, and lines over z, both carried along. */
  const showParticles = kept('showParticles', true, isBoolean)
  const showLattice = kept('showLattice', true, isBoolean)
  /** In the blocks of the graph. */
  const showThumbnails = kept('showThumbnails', true, isBoolean)
  /** Whether a determinant is written as its logarithm or as the factor by which it changes a volume. */
  const fieldUnit = kept<FieldUnit>('fieldUnit', 'nats', (v) => v === 'nats' || v === 'factor')
  const fieldQuantity = kept<FieldQuantity>('fieldQuantity', 'logDet', (v) => v === 'logDet' || v === 'condition')
  const showGlyphs = kept('showGlyphs', true, isBoolean)
  const showMarginals = kept('showMarginals', true, isBoolean)
  const painter = kept<Painter>('painter', 'auto', (v) => v === 'auto' || v === 'webgl' || v === 'canvas')
  /** Set once WebGL has been found wanting: space cannot be drawn then. */
  const noSpace = ref(false)
  return {
    map,
    scale,
    painter,
    noSpace,
    showData,
    showModelOverDensity,
    showModelAlone,
    showLevels,
    volumeMode,
    volumeRegions,
    showParticles,
    showLattice,
    showThumbnails,
    fieldUnit,
    fieldQuantity,
    showGlyphs,
    showMarginals,
  }
})

const isBoolean = (value: unknown): boolean => typeof value === 'boolean'

/** A ref that starts from what was stored, if that is still valid, and stores every change. */
function kept<T>(key: string, initial: T, valid: (value: unknown) => boolean): Ref<T> {
  const name = `diffeo.view.${key}`
  const value = ref(stored(name, initial, valid)) as Ref<T>
  watch(value, (next) => {
    localStorage.setItem(name, JSON.stringify(next))
  })
  return value
}

function stored<T>(name: string, initial: T, valid: (value: unknown) => boolean): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    return valid(value) ? (value as T) : initial
  } catch {
    return initial // what is stored is not JSON: somebody else's, so the default
  }
}
