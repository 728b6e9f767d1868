import type { Frame, View } from '../../rpc/protocol'
import { Job } from './job'
import { kindOf, resolutionOf } from './kinds'
import type { Subject } from './picture'

/** The frame of a view that fits the subject, as finely as it asks and in one go. */
export async function drawWhole<K extends View['kind']>(
  view: Extract<View, { kind: K }>,
  subject: Subject,
  theta: Float64Array,
  step: number,
): Promise<Extract<Frame, { kind: K }>> {
  const { begin } = kindOf(view as View)
  const job = new Job(begin(view, subject, theta, resolutionOf(view), null), subject)
  while (!job.whole) await job.advance()
  return job.drawing.frame(step) as Extract<Frame, { kind: K }> // each kind makes its own kind of frame
}
