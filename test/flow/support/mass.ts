import type { Flow } from '@shared/flow/flow'
import { logDensities } from './runs'

/** ∫p over the square [−half, half]² by the midpoint rule. */
export function massOnSquare(flow: Flow, theta: Float64Array, half: number, cells = 240): number {
  const step = (2 * half) / cells
  const middle = (i: number) => -half + (i + 0.5) * step
  const points = Float64Array.from({ length: cells * cells * 2 }, (_, at) => {
    const cell = Math.floor(at / 2)
    return middle(at % 2 === 0 ? cell % cells : Math.floor(cell / cells))
  })
  return logDensities(flow, theta, points).reduce((total, nats) => total + Math.exp(nats) * step * step, 0)
}
