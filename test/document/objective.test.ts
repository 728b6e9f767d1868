import { objectiveEntry, objectives } from '@shared/catalogue/objectives'
import { newBase, newBlock, newDocument } from '@shared/document/create'
import { blame } from '@shared/document/check/blame'
import { checkObjective } from '@shared/document/check/objective'
import { directionsOf, leastLoss, newObjective, type ObjectiveType } from '@shared/document/objective'
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
    expect(issue.message).toMatch(/Base "base": its draws involve a choice.*Choose another base/)
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

describe('the least that a loss can be', () => {
  const of = (objective: Objective) => leastLoss(objective, 2.5, 1.25)

  it('is the entropy, or of either sign the logarithm of the constant, or their sum', () => {
    expect(of(newObjective('maximum-likelihood'))).toBe(2.5)
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
