import type { Issue } from '../document/issue'
import type { NonFiniteStep } from '../learn/training/state'
import type { DeviceError } from '../tensor/runtime/device'

/** A step that was not finite, as an issue at the block where it began. */
export function explainFailure({ step, loss, gradientNorm, node, op }: NonFiniteStep): Issue {
  const what = Number.isFinite(loss) ? `the gradient's norm is ${gradientNorm}` : `the loss is ${loss}`
  const where = node === null ? '' : ` It begins in "${node}"${op ? ` (${op})` : ''}.`
  const message =
    `Training stopped at step ${step}: ${what}, expected a finite number.${where} ` +
    `The last weights with a finite loss are kept. Lower the learning rate, clip gradients at a smaller norm, or bound the scales of blocks.`
  return { severity: 'error', node, path: 'training', message }
}

/** A device that failed, where no other takes the run over. */
export function explainLoss({ message }: DeviceError, fault: string): Issue {
  return { severity: 'error', node: null, path: '', message: `${message}. ${fault} Open the document again.` }
}

/** Our own mistake, so that a run never ends in silence. */
export function explainMistake(error: unknown): Issue {
  const words = error instanceof Error ? error.message : String(error)
  return { severity: 'error', node: null, path: '', message: `The engine failed: ${words} Open the document again.` }
}
