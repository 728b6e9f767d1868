import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { Flow } from '@shared/flow/flow'
import { ContextUnits, noContext } from '@shared/learn/context'
import { findToy, resolveSettings } from '@shared/learn/data'
import { compareWithTruth } from '@shared/learn/evaluation/truth'
import { Inspector } from '@shared/learn/inspection/inspector'
import { padTheta } from '@shared/learn/theta'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { normalBase, tinyFlow } from '../tinyFlow'

const backend = createWasmBackend({
  precision: 'float64',
  features: detectFeatures(),
  pool: null,
  threads: 1,
  memoryLimit: 2 ** 30,
  now: () => 0,
})

function toyNamed(name: string, given: Record<string, number> = {}) {
  const toy = findToy(name)
  if (!toy.ok) throw new Error(name)
  const settings = resolveSettings(toy.value, given)
  if (!settings.ok) throw new Error(name)
  const source = { kind: 'toy', name, samples: 10, seed: 1, settings: given, fresh: false } as const
  const rows = toy.value.generate(500, settings.value, new Random(2))
  return { toy: toy.value, settings: settings.value, source, rows }
}

/** The normal of mean and deviation of the units, on the toy's own rows. */
async function judged(name: string, units: Units, given: Record<string, number> = {}) {
  const { toy, settings, source, rows } = toyNamed(name, given)
  const data: Pick<FlowDocument['data'], 'source' | 'context'> = { source, context: [] }
  const flow = tinyFlow(toy.dims, [])
  const inspector = new Inspector(flow, backend)
  const theta = padTheta(flow, [])
  const fit = await compareWithTruth(inspector, theta, units, { data, context: noContext }, units.toFlow(rows))
  return { fit, entropy: toy.entropy(settings), moments: toy.moments(settings) }
}

/** −∫ p ln q for a normal q, from p's exact moments. */
const crossEntropy = (moments: readonly { mean: number; sd: number }[], { mean, scale }: Units): number =>
  moments.reduce((sum, of, d) => {
    const spread = of.sd ** 2 + (of.mean - mean[d]) ** 2
    return sum + 0.5 * Math.log(2 * Math.PI) + Math.log(scale[d]) + spread / (2 * scale[d] ** 2)
  }, 0)

describe('KL to a known density', () => {
  it.each([
    ['mixture-1d', [0.4], [1.7]],
    ['eight-gaussians', [0.3, -0.2], [2.5, 2]],
    ['two-moons', [0, 0.4], [1.5, 1]],
    ['checkerboard', [0, 0], [3, 3]],
  ])('of a normal from %s is its cross entropy less the entropy', async (name, mean, scale) => {
    const units = new Units(mean.length, [{ type: 'standardise', mean, scale }])
    const { fit, entropy, moments } = await judged(name, units)
    expect(fit!.mass).toBeCloseTo(1, name === 'checkerboard' ? 1 : 3)
    const tolerance = name === 'checkerboard' ? 0.02 : 0.002 // cells of a grid do not end where the board's do
    expect(Math.abs(fit!.kl - (crossEntropy(moments, units) - entropy))).toBeLessThan(tolerance)
    expect(fit!.totalVariation).toBeGreaterThan(0.1)
    expect(fit!.totalVariation).toBeLessThan(1)
    expect(fit!.kl).toBeGreaterThan(2 * fit!.totalVariation ** 2) // Pinsker
  })

  it('is the mean over classes of what each is given', async () => {
    const { toy, settings, source } = toyNamed('mixture-1d')
    const context = new ContextUnits([{ name: 'label', kind: 'class', classes: ['left', 'middle', 'right'] }])
    const flow = new Flow(1, { id: 'base', of: normalBase(1) }, [], 3)
    const units = new Units(1, [])
    const labels = new Float64Array(900)
    const points = toy.generate(900, settings, new Random(3), labels)
    const rows = Float64Array.from({ length: 900 * 4 }, (_, i) =>
      i % 4 === 0 ? points[i / 4] : Number(labels[Math.floor(i / 4)] === (i % 4) - 1),
    )
    const data = { source, context: [{ column: 'label', as: 'class' as const }] }
    const fit = await compareWithTruth(new Inspector(flow, backend), padTheta(flow, []), units, { data, context }, rows)
    const bumps = [
      { mean: -2, sd: 0.5 },
      { mean: 0.5, sd: 0.25 },
      { mean: 2.5, sd: 0.75 },
    ]
    const expected = bumps.reduce((sum, { mean, sd }, label) => {
      const share = labels.filter((value) => value === label).length / 900
      return sum + share * (0.5 * (sd ** 2 + mean ** 2 - 1) - Math.log(sd)) // of N(mean, sd²) from N(0, 1)
    }, 0)
    expect(Math.abs(fit!.kl - expected)).toBeLessThan(1e-3)
  })

  it('is none where the density is not known', async () => {
    const data = { source: { kind: 'builtin', name: 'iris', columns: null } as const, context: [] }
    const flow = tinyFlow(1, [])
    const inspector = new Inspector(flow, backend)
    const units = new Units(1, [])
    const of = { data, context: noContext }
    expect(await compareWithTruth(inspector, padTheta(flow, []), units, of, Float64Array.of(1, 2))).toBeNull()
  })
})
