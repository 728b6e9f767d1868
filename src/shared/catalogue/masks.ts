import { Random } from '../math/random'
import type { SettingValue, Settings } from './types'

/**
 * Which of `dims` coordinates a coupling with these settings transforms, by position; the others pass through. A single
 * coordinate is always transformed. Undefined when a custom mask is not one 0 or 1 per coordinate.
 */
export function transformedCoordinates(settings: Settings, dims: number): readonly boolean[] | undefined {
  if (dims === 1) return [true]
  const half = Math.ceil(dims / 2)
  const where = (transformed: (index: number) => boolean) =>
    Array.from({ length: dims }, (_, index) => transformed(index))
  switch (settings.mask ?? 'even') {
    case 'even': // counting from 1, as the inspector does
      return where((index) => index % 2 === 1)
    case 'odd':
      return where((index) => index % 2 === 0)
    case 'first-half':
      return where((index) => index < half)
    case 'second-half':
      return where((index) => index >= half)
    case 'random':
      return randomHalf(Number(settings.maskSeed ?? 0), dims)
    default:
      return customMask(settings.maskEntries, dims)
  }
}

/** The first ⌊D/2⌋ places of a random order are transformed; for an odd seed, the others of the order of the seed below. */
function randomHalf(seed: number, dims: number): readonly boolean[] {
  const isRest = seed % 2 === 1
  const order = new Random(isRest ? seed - 1 : seed).permutation(dims)
  const drawn = new Set(order.slice(0, Math.floor(dims / 2)))
  return Array.from({ length: dims }, (_, index) => drawn.has(index) !== isRest)
}

function customMask(entries: SettingValue | undefined, dims: number): readonly boolean[] | undefined {
  if (!Array.isArray(entries) || entries.length !== dims) return undefined
  return entries.every((entry) => entry === 0 || entry === 1) ? entries.map((entry) => entry === 1) : undefined
}

const opposites: Readonly<Record<string, string>> = {
  even: 'odd',
  odd: 'even',
  'first-half': 'second-half',
  'second-half': 'first-half',
}

/** The mask settings that transform what `settings` passes through, so that two couplings between them change all. */
export function oppositeMask(settings: Settings): Settings {
  const mask = settings.mask ?? 'even'
  if (mask === 'random') {
    const seed = Number(settings.maskSeed ?? 0)
    return { mask, maskSeed: seed % 2 === 1 ? seed - 1 : seed + 1 }
  }
  if (mask !== 'custom') return { mask: opposites[String(mask)] ?? 'odd' }
  const entries = settings.maskEntries
  return { mask, maskEntries: Array.isArray(entries) ? entries.map((entry: number) => (entry === 1 ? 0 : 1)) : null }
}
