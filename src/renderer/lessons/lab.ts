import type { FlowDocument } from '@shared/document/schema'
import type { Probe } from '@shared/rpc/protocol'

/** What a question may ask of the document beside it, and of the engine that holds it. */
export interface Lab {
  readonly document: FlowDocument
  /** Steps of training that were taken. */
  readonly step: number
  /** The best validation so far, by the objective's loss; null before the first. */
  readonly best: number | null
  /** The least that the loss can be, nats; null where it is not known. */
  leastLoss(): Promise<number | null>
  /** log p, z and log|det ∂z/∂x| at points [n, D] in natural units. */
  probe(points: readonly (readonly number[])[]): Promise<Probe>
}

/** p(x) at a point. */
export const densityAt = async (lab: Lab, ...x: readonly number[]): Promise<number> =>
  Math.exp((await lab.probe([x])).logDensity[0])

/** log|det ∂x/∂z| at the z that a point x comes from: of the way z → x. */
export const logDetAt = async (lab: Lab, ...x: readonly number[]): Promise<number> => -(await lab.probe([x])).logDet[0]
