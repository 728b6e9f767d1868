import { curvePoints } from '../entropy/curve'
import { gaussianKernel, gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixtureMoments } from '../entropy/moments'
import { fillRows, noiseSetting, type ToySet, type ToySetting, type ToySettings } from './toy'

interface SpaceCurve {
  readonly name: string
  readonly label: string
  readonly summary: string
  readonly source: string
  readonly noise: ToySetting
  /** γ on [0, length), t uniform. */
  readonly at: (t: number) => readonly [number, number, number]
  readonly length: number
  readonly speed: number
}

/** A thin tube: a curve in space with a uniform parameter, plus N(0, noise² I). */
function tube({ name, label, summary, source, noise, at, length, speed }: SpaceCurve): ToySet {
  const line = (settings: ToySettings): readonly Component[] => {
    const curve = { from: 0, to: length, at, density: () => 1 / length, speed }
    return [{ ...curvePoints(curve, settings.noise), kernel: gaussianKernel(settings.noise) }]
  }
  return {
    name,
    label,
    dims: 3,
    summary,
    source,
    settings: [noise],
    generate: (count, settings, random) =>
      fillRows(count, 3, (rows, offset) => {
        const point = at(length * random.uniform())
        for (let i = 0; i < 3; i++) rows[offset + i] = point[i] + settings.noise * random.normal()
      }),
    moments: (settings) => mixtureMoments(line(settings), 3),
    entropy: memoise((settings) => gridEntropy(line(settings), 3, settings.noise * 0.8)),
  }
}

/** Two turns of a screw line of radius 1 and pitch 1. */
export const helix = tube({
  name: 'helix',
  label: 'Helix (3D)',
  summary: 'Two turns of a screw line: a curve that never meets itself.',
  source: 'Diffeo: (cos t, sin t, t/2π − 1), t uniform on [0, 4π]',
  noise: noiseSetting(0.06, 0.03, 0.5),
  at: (t) => [Math.cos(t), Math.sin(t), t / (2 * Math.PI) - 1],
  length: 4 * Math.PI,
  speed: Math.hypot(1, 1 / (2 * Math.PI)),
})

/** The trefoil knot, which no flow can untie: it is a closed curve, knotted. */
export const trefoil = tube({
  name: 'trefoil',
  label: 'Trefoil knot (3D)',
  summary: 'A closed, knotted tube: a diffeomorphism of space cannot untie it.',
  source: 'Diffeo: (sin t + 2 sin 2t, cos t − 2 cos 2t, −sin 3t), t uniform on [0, 2π]',
  noise: noiseSetting(0.15, 0.08, 1),
  at: (t) => [Math.sin(t) + 2 * Math.sin(2 * t), Math.cos(t) - 2 * Math.cos(2 * t), -Math.sin(3 * t)],
  length: 2 * Math.PI,
  speed: 5.9,
})
