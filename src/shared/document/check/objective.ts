import { baseEntry, blockEntry } from '../../catalogue/registry'
import type { Stack } from '../chain'
import type { Issue } from '../issue'
import { directionsOf, entryOf, hasEnergy, isDrawn, isJudgedByNll } from '../objective'
import type { BijectorNode, FlowDocument } from '../schema'
import { fault, type Blame } from './blame'
import { checkMatching } from './matching'

/** What the objective needs and does not get: of the data, of its own settings, and of the stack where it is a chain. */
export function checkObjective(document: FlowDocument, stack: Stack | null, blame: Blame): readonly Issue[] {
  return [
    ...checkNeeds(document),
    ...checkOwnSettings(document),
    ...(stack ? [...checkUses(document, stack, blame), ...checkMatching(document, stack, blame)] : []),
  ]
}

function checkNeeds({ objective, data }: FlowDocument): readonly Issue[] {
  const { label, draws } = entryOf(objective)
  if (!draws || hasEnergy(data)) return []
  const got = `the data is of kind "${data.source.kind}", which has rows alone`
  return [
    fault(
      'error',
      'objective.type',
      `${label} needs an energy, the log-density of any x; ${got}. Choose an energy as data, or maximum likelihood.`,
    ),
  ]
}

function checkOwnSettings({ objective, training }: FlowDocument): readonly Issue[] {
  const { label } = entryOf(objective)
  const annealing = isDrawn(objective) ? objective.annealing : null
  const whole = annealing?.kind !== 'temperature' ? 0 : Math.ceil(annealing.steps * (1 - annealing.from))
  const issues: (Issue | false)[] = [
    objective.type === 'alpha-divergence' &&
      (objective.alpha === 0 || objective.alpha === 1) &&
      fault(
        'error',
        'objective.alpha',
        `expected a number other than 0 and 1, got ${objective.alpha}. ` +
          `There the divergence becomes a KL divergence: choose ${objective.alpha === 0 ? 'reverse KL' : 'maximum likelihood'}.`,
      ),
    training.targetNll !== null &&
      !isJudgedByNll(objective) &&
      fault('error', 'training.targetNll', `${label} does not stop at an NLL. Set targetNll to null.`),
    whole >= training.steps &&
      fault(
        'warning',
        'objective.annealing.steps',
        `the target is whole only after ${whole} steps, but training ends after ${training.steps}. Anneal faster.`,
      ),
  ]
  return issues.filter((issue) => issue !== false)
}

/** Bases that cannot be differentiated through, and blocks without a direction that is needed. */
function checkUses({ objective }: FlowDocument, { base, bijectors }: Stack, { at }: Blame): readonly Issue[] {
  const { label, draws, velocity } = entryOf(objective)
  const needs = directionsOf(objective)
  const lacking = (block: BijectorNode): readonly Issue[] => {
    const entry = blockEntry(block.type)
    if (!entry) return []
    const own = block.inverted ? { forward: entry.inverse, inverse: entry.forward } : entry
    return (['forward', 'inverse'] as const).flatMap((direction) => {
      const way = own[direction]
      if (!needs[direction] || way.kind !== 'none') return []
      const name = direction === 'forward' ? 'z → x (sampling)' : 'x → z (density)'
      return [at(block, 'error', `${label} needs ${name}, which this block lacks: ${way.reason} Choose another block or objective.`)] // prettier-ignore
    })
  }
  const chooses = (draws || velocity) && baseEntry(base.type)?.choosesByChance === true
  return [
    ...(chooses
      ? [at(base, 'error', `its draws involve a choice, which has no derivative, and ${label} ${draws ? 'takes the gradient of draws' : 'asks for draws as a function of noise'}. Choose another base, such as the normal.`)] // prettier-ignore
      : []),
    ...bijectors.flatMap(lacking),
  ]
}
