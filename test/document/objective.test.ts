import { objectiveEntry, objectives } from '@shared/catalogue/objectives'
import { newBase, newBlock, newDocument } from '@shared/document/create'
import { blame } from '@shared/document/check/blame'
import { checkObjective } from '@shared/document/check/objective'
import { directionsOf, leastLoss, newObjective, suitedTraining, type ObjectiveType } from '@shared/document/objective'
import { insertBlock, setObjective } from '@shared/document/edits'
import { stackOf } from '@shared/document/chain'
import { Objective, type FlowDocument } from '@shared/document/schema'
import { checkDocument } from '@shared/document/validate'
import { describe, expect, it } from 'vitest'

const types = Objective.options.map((option) => option.shape.type.value)
const drawing = types.filter((type) => objectiveEntry(type)!.draws)

const errors = (document: FlowDocument) =>
  checkDocument(document).flatMap(({ severity, message, path, node }) =>
    severity === 'error' ? [{ message, path, node }] : [],
  )

/** What is wrong with a document apart from its data, which has rows alone. */
const apartFromData = (document: FlowDocument) => errors(document).filter(({ path }) => path !== 'objective.type')

const withObjective = (objective: Objective, document = newDocument()) => setObjective(document, objective)

describe('the catalogue of objectives', () => {
  it('has every objective of the schema once', () => {
    expect(objectives.map(({ type }) => type)).toEqual(types)
  })

  it.each(types)('makes %s as the schema has it', (type) => {
    expect(Objective.parse(newObjective(type))).toEqual(newObjective(type))
  })
})

describe('a document whose objective takes an energy', () => {
  it.each(drawing)('is refused with rows alone: %s', (type) => {
    const [issue] = errors(withObjective(newObjective(type)))
    expect(issue.path).toBe('objective.type')
    expect(issue.message).toMatch(/needs an energy.*kind "toy".*Choose an energy as data, or maximum likelihood/)
  })

  it.each(['mixture', 'resampled'])('cannot have a base that chooses by chance: %s', (type) => {
    const document = withObjective(newObjective('reverse-kl'))
    const nodes = document.graph.nodes.map((node) => (node.kind === 'base' ? newBase(type, node.id) : node))
    const [issue] = apartFromData({ ...document, graph: { ...document.graph, nodes } })
    expect(issue.node).toBe('base')
    expect(issue.message).toMatch(/Base "[A-Z].*": its draws involve a choice.*Choose another base/)
  })

  it('asks each block for the directions that it differentiates', () => {
    expect(directionsOf(newObjective('maximum-likelihood'))).toEqual({ forward: false, inverse: true })
    expect(directionsOf({ ...newObjective('reverse-kl'), gradient: 'score' } as Objective)).toEqual({ forward: true, inverse: false }) // prettier-ignore
    expect(directionsOf({ ...newObjective('reverse-kl'), gradient: 'path' } as Objective)).toEqual({ forward: true, inverse: true }) // prettier-ignore
    expect(directionsOf(newObjective('jeffreys'))).toEqual({ forward: true, inverse: true })
  })

  it.each([0, 1])('has no order %d of the alpha divergence', (alpha) => {
    const [issue] = apartFromData(withObjective({ ...newObjective('alpha-divergence'), alpha } as Objective))
    expect(issue.path).toBe('objective.alpha')
    expect(issue.message).toMatch(/other than 0 and 1.*choose (reverse KL|maximum likelihood)\.$/)
  })

  it('does not stop at an NLL, and is warned of annealing without end', () => {
    const plain = withObjective({
      type: 'reverse-kl',
      gradient: 'score',
      annealing: { kind: 'temperature', steps: 5000, from: 0.1 },
    })
    const document = { ...plain, training: { ...plain.training, targetNll: 1 } }
    const stack = stackOf(document)
    const issues = checkObjective(document, stack, blame(document))
    expect(issues.map(({ path, severity }) => [path, severity])).toEqual([
      ['objective.type', 'error'],
      ['training.targetNll', 'error'],
      ['objective.annealing.steps', 'warning'],
    ])
  })

  it('needs no validation rows to stop early by draws, and does by rows', () => {
    const early = (type: ObjectiveType) => {
      const document = withObjective(newObjective(type), insertBlock(newDocument(), newBlock('affine', 'affine-1'), 0))
      const [data, training] = [
        { ...document.data, split: { validation: 0, test: 0.1 } },
        { ...document.training, patience: 3 },
      ]
      return apartFromData({ ...document, data, training }).map(({ path }) => path)
    }
    expect(early('reverse-kl')).toEqual([])
    expect(early('jeffreys')).toEqual(['training.patience'])
  })
})

describe('flow matching', () => {
  const objective = newObjective('flow-matching')
  /** A document with blocks of these types from z to x. */
  const stacked = (...types: readonly string[]) =>
    withObjective(objective, types.reduce((document, type, i) => insertBlock(document, newBlock(type, `${type}-${i + 1}`), i), newDocument())) // prettier-ignore
  const issuesOf = (document: FlowDocument) => checkDocument(document).map(({ severity, node, path, message }) => ({ severity, at: node ?? path, message })) // prettier-ignore

  it('takes continuous flows side by side, with what the data sets at their ends', () => {
    expect(issuesOf(stacked('continuous'))).toEqual([])
    expect(issuesOf(stacked('actnorm', 'continuous', 'continuous', 'actnorm'))).toEqual([])
  })

  it('asks for one', () => {
    const [issue] = errors(stacked('affine-coupling', 'affine'))
    expect(issue.path).toBe('objective.type')
    expect(issue.message).toMatch(/expected one in the stack, got none of 2 blocks\. Add a continuous flow/)
  })

  it('has no other block between two of them', () => {
    const issues = errors(stacked('continuous', 'affine', 'permutation', 'continuous'))
    expect(issues.map(({ node }) => node)).toEqual(['affine-2', 'permutation-3'])
    expect(issues[0].message).toMatch(/^Block 2 "Affine": expected continuous flows side by side.*move it/)
  })

  it('warns of blocks that it does not train', () => {
    const issues = issuesOf(stacked('affine-coupling', 'permutation', 'continuous', 'dense-matrix', 'gdn', 'actnorm'))
    expect(issues.map(({ severity, at }) => [severity, at])).toEqual([
      ['warning', 'affine-coupling-1'],
      ['warning', 'gdn-5'],
    ])
    expect(issues[0].message).toMatch(/stays as it starts/)
  })

  it('cannot have a base whose draws are no function of noise', () => {
    const document = stacked('continuous')
    const nodes = document.graph.nodes.map((node) => (node.kind === 'base' ? newBase('mixture', node.id) : node))
    const [issue] = errors({ ...document, graph: { ...document.graph, nodes } })
    expect(issue.message).toMatch(
      /Base "Mixture of normals".*Flow matching asks for draws as a function of noise.*Choose another base/,
    )
  })

  it('warns that rows of numbers are seldom paired', () => {
    const document = withObjective({ ...newObjective('flow-matching'), coupling: 'optimal-transport' } as Objective, stacked('continuous')) // prettier-ignore
    const given = (as: 'class' | 'number') => ({ ...document, data: { ...document.data, context: [{ column: 'label', as }] } }) // prettier-ignore
    expect(issuesOf(given('class'))).toEqual([])
    expect(issuesOf(given('number')).map(({ at }) => at)).toEqual(['objective.coupling'])
  })

  it('may stop at an NLL, which its validations measure, and measures it seldom', () => {
    const document = stacked('continuous')
    expect(errors({ ...document, training: { ...document.training, targetNll: 1 } })).toEqual([])
    expect(suitedTraining(objective, document.training)).toEqual({ validateEvery: 250 })
    expect(suitedTraining(newObjective('reverse-kl'), document.training)).toEqual({ targetNll: null })
  })
})

describe('the least that a loss can be', () => {
  const of = (objective: Objective) => leastLoss(objective, 2.5, 1.25)

  it('is the entropy, or of either sign the logarithm of the constant, or their sum', () => {
    expect(of(newObjective('maximum-likelihood'))).toBe(2.5)
    expect(of(newObjective('flow-matching'))).toBe(2.5)
    expect(of(newObjective('reverse-kl'))).toBe(-1.25)
    expect(of({ ...newObjective('alpha-divergence'), alpha: 0.5 } as Objective)).toBe(-1.25)
    expect(of({ ...newObjective('alpha-divergence'), alpha: 2 } as Objective)).toBe(1.25)
    expect(of(newObjective('chi-squared'))).toBe(1.25)
    expect(of(newObjective('jeffreys'))).toBe(1.25)
    expect(of({ ...newObjective('mixed'), weight: 0.2 } as Objective)).toBeCloseTo(0.8 * 2.5 - 0.2 * 1.25)
  })

  it('is unknown where a part of it is', () => {
    expect(leastLoss(newObjective('reverse-kl'), 2.5, null)).toBeNull()
    expect(leastLoss(newObjective('jeffreys'), null, 1)).toBeNull()
    expect(leastLoss(newObjective('maximum-likelihood'), null, 1)).toBeNull()
  })
})
