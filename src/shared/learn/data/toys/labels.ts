import { gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixture } from '../entropy/plane'
import type { ToyLabels, ToySettings } from './toy'

const total = ({ weights }: Component): number => weights.reduce((sum, weight) => sum + weight, 0)

/** A part of a mixture as a density of its own. */
const alone = (component: Component): Component => {
  const mass = total(component)
  return { ...component, weights: component.weights.map((weight) => weight / mass) }
}

/** The labels of a mixture of blurred points in the plane, one for each of its components. */
export const componentLabels = (
  names: readonly string[],
  componentsOf: (settings: ToySettings) => readonly Component[],
): ToyLabels => ({
  names,
  entropy: memoise((settings) =>
    componentsOf(settings).reduce(
      (sum, component) => sum + total(component) * gridEntropy([alone(component)], 2, settings.noise / 2),
      0,
    ),
  ),
  density: (settings, label) => mixture([alone(componentsOf(settings)[label])]),
})

/** −E ln p of a Gaussian in so many dimensions. */
export const gaussianEntropy = (dims: number, sd: number): number =>
  (dims / 2) * Math.log(2 * Math.PI * Math.E * sd * sd)
