import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import type { Setting } from '@shared/catalogue/types'
import { blocksInOrder, isBase, placedInOrder } from '@shared/document/chain'
import { labelOf } from '@shared/document/changeWords'
import { grouped } from '@shared/document/grouped'
import type { FlowDocument } from '@shared/document/schema'
import { readAt } from '@shared/document/sweep/place'
import type { AxisValue } from '@shared/document/sweep/plan'
import { significant } from '../../charts/numbers'
import { t } from '../../strings/t'
import { objectiveFields } from '../inspector/objectiveFields'
import { trainingGroups, type TrainingField } from '../inspector/trainingFields'

/** A setting that a sweep can vary, as the inspector describes it. */
export interface AxisOption {
  readonly path: string
  /** "Training: learning rate". */
  readonly label: string
  readonly control:
    | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly integer: boolean }
    | { readonly kind: 'choice'; readonly options: readonly { readonly value: AxisValue; readonly label: string }[] }
  /** What the document has. */
  readonly value: AxisValue
}

/** All that can be varied in a document: training, objective, all blocks of a type, and each block. */
export function axisOptions(document: FlowDocument): readonly AxisOption[] {
  const found = [...ofTraining(document), ...ofObjective(document), ...ofTypes(document), ...ofBlocks(document)]
  return found.flatMap(({ path, ...rest }) => {
    const value = readAt(document, path)
    return value.ok ? [{ path, ...rest, value: value.value }] : []
  })
}

type Described = Omit<AxisOption, 'value'>

const within = (part: string, label: string): string => t('library.sweep.within', { part, label: label.toLowerCase() })

const ofTraining = (document: FlowDocument): readonly Described[] =>
  trainingGroups
    .flatMap(({ fields }) => fields)
    .filter((field) => field.key !== 'seed' && (field.when?.(document.training, document.objective) ?? true))
    .map((field) => ({
      path: pathOf(field),
      label: within(t('training.label'), field.label),
      control: field.kind === 'choice' ? field : { ...field, kind: 'number' },
    }))

/** The form's keys are those of the schema, without the parts that they are in. */
function pathOf({ key }: TrainingField): string {
  if (key === 'optimizer' || key === 'schedule') return `training.${key}.type`
  if (['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay'].includes(key)) return `training.optimizer.${key}`
  return ['warmupSteps', 'finalFraction'].includes(key) ? `training.schedule.${key}` : `training.${key}`
}

const ofObjective = (document: FlowDocument): readonly Described[] =>
  objectiveFields(document.objective, document.training.steps).flatMap(({ key, label, control }) => {
    const paths = [`objective.${key}`, `objective.annealing.${key === 'over' ? 'steps' : key}`]
    const path = paths.find((one) => readAt(document, one).ok)
    return path === undefined ? [] : [{ path, label: within(t('inspector.objective.title'), label), control }]
  })

function ofTypes(document: FlowDocument): readonly Described[] {
  const types = blocksInOrder(document).map(({ type }) => type)
  return [...new Set(types)].flatMap((type) => {
    const entry = blockEntry(type)
    const several = types.filter((other) => other === type).length > 1
    return entry && several
      ? ofSettings(entry.settings, `types.${type}`, t('library.sweep.all', { label: entry.label }))
      : []
  })
}

function ofBlocks(document: FlowDocument): readonly Described[] {
  const base = document.graph.nodes.find(isBase)
  const ofBase = base ? ofSettings(baseEntry(base.type)?.settings ?? [], `blocks.${base.id}`, labelOf(base)) : []
  const blocks = placedInOrder(document).filter(({ repeat }) => repeat === 1)
  return [
    ...ofBase,
    ...blocks.flatMap(({ source }, i) =>
      ofSettings(blockEntry(source.type)?.settings ?? [], `blocks.${source.id}`, `${i + 1} ${labelOf(source)}`),
    ),
  ]
}

const ofSettings = (settings: readonly Setting[], path: string, part: string): readonly Described[] =>
  settings.flatMap((setting): readonly Described[] => {
    const described = { path: `${path}.${setting.key}`, label: within(part, setting.label) }
    if (setting.kind === 'number') return [{ ...described, control: setting }]
    if (setting.kind === 'choice') return [{ ...described, control: setting }]
    if (setting.kind !== 'boolean') return []
    const options = [true, false].map((value) => ({
      value,
      label: t(value ? 'library.sweep.on' : 'library.sweep.off'),
    }))
    return [{ ...described, control: { kind: 'choice', options } }]
  })

/** How a path is called, and its values, numbers to four digits; the path itself where the document has no such setting any more. */
export function axisWords(
  document: FlowDocument | null,
  path: string,
): { label: string; word: (value: AxisValue) => string } {
  const option = document && axisOptions(document).find((one) => one.path === path)
  const labels = option?.control.kind === 'choice' ? option.control.options : []
  return {
    label: option?.label ?? path,
    word: (value) =>
      labels.find((one) => one.value === value)?.label ??
      (typeof value === 'number' ? grouped(significant(value)) : String(value)),
  }
}
