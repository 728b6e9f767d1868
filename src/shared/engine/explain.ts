import { flowPlaces } from '../document/chain'
import { blame } from '../document/check/blame'
import type { Issue } from '../document/issue'
import type { FlowDocument } from '../document/schema'
import type { NonFiniteStep } from '../learn/training/state'
import type { DeviceError } from '../tensor/runtime/device'

/** A step of a document's training that was not finite, as an issue at the block where it began. Not every flow `learns`. */
export function explainFailure(
  { step, loss, gradientNorm, node }: NonFiniteStep,
  document: FlowDocument,
  learns: boolean,
): Issue {
  const what = Number.isFinite(loss) ? `the norm of the gradient ${inWords(gradientNorm)}` : `the loss ${inWords(loss)}`
  const begins = flowPlaces(document).find(({ block }) => block.id === node)
  const where = begins ? ` It begins in ${blame(document).name(begins.block).replace(/^B/, 'b')}.` : ''
  // the loss of the first step is that of the flow as it was built
  const tried = learns && (step > 1 || Number.isFinite(loss))
  const remedy = tried
    ? 'Lower the learning rate, clip gradients to a shorter length, or bound the scales of blocks.'
    : `${learns ? 'No step has been taken yet' : 'Nothing in this stack can be learnt'}: choose blocks that reach all of the data.`
  const kept = tried ? ' The last weights with a finite loss are kept.' : ''
  const message = `Training stopped at step ${step}: ${what}.${where}${kept} ${remedy}`
  return { severity: 'error', node, path: 'training', message }
}

const inWords = (value: number): string => (Number.isNaN(value) ? 'is not a number any more' : 'has become infinite')

/** A device that failed, where no other takes the run over. */
export function explainLoss({ message }: DeviceError, fault: string): Issue {
  return { severity: 'error', node: null, path: '', message: `${message}. ${fault} Open the document again.` }
}

/** Our own mistake, so that a run never ends in silence. */
export function explainMistake(error: unknown): Issue {
  const words = error instanceof Error ? error.message : String(error)
  return { severity: 'error', node: null, path: '', message: `The engine failed: ${words} Open the document again.` }
}
