import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import { checkDocument, parseDocument } from '@shared/document/validate'
import { idOf, lessons, places, type Place } from '../../../src/renderer/lessons/all'
import { judge, type Verdict } from '../../../src/renderer/lessons/judge'
import { lessonTexts } from '../../../src/renderer/strings/en/lessons/all'
import { ownFormula, piecesOf } from '../../../src/renderer/ui/taught'
import { answers, type Answer } from './answers'
import { labOf, leastLossOf } from './engineLab'

/** Documents that are meant to be refused: the fold, and the matrix that flattens the plane. */
const refused = ['valid/fold', 'valid/mend', 'jacobians/zero']

const textOf = ({ lesson, step }: Place) => lessonTexts[lesson.id].steps[step.id]

async function judged({ step }: Place, answer: Answer): Promise<Verdict> {
  const document = step.document.make()
  if (typeof answer === 'string') return judge(step.check, answer, labOf(document))
  if (typeof answer === 'function') return judge(step.check, '', labOf(answer(document)))
  return judge(step.check, '', labOf(document, answer))
}

describe('the lessons', () => {
  it('are told, each step and nothing else', () => {
    expect(Object.keys(lessonTexts)).toEqual(lessons.map(({ id }) => id))
    for (const { id, steps } of lessons)
      expect(Object.keys(lessonTexts[id].steps)).toEqual(steps.map((step) => step.id))
    expect(new Set(places.map(idOf)).size).toBe(places.length)
    expect(Object.keys(answers).sort()).toEqual(places.map(idOf).sort())
  })

  it.each(places.map((place) => [idOf(place), place] as const))('teach %s in formulas that can be set', (_, place) => {
    const text = textOf(place)
    const formulas = text.body.flatMap((paragraph) => {
      const own = ownFormula(paragraph)
      return own === null
        ? piecesOf(paragraph).flatMap(({ kind, text: tex }) => (kind === 'formula' ? [tex] : []))
        : [own]
    })
    expect(() =>
      formulas.map((tex) => katex.renderToString(tex, { throwOnError: true, strict: 'error' })),
    ).not.toThrow()
    const plain = [text.title, text.task, text.ask, text.right, ...Object.values(text.hints)].join(' ')
    expect(plain).not.toMatch(/[$\\]/)
  })

  it.each(places.map((place) => [idOf(place), place] as const))('have a document for %s', async (id, place) => {
    const document = place.step.document.make()
    expect(parseDocument(serialise(document)).ok).toBe(true)
    expect(checkDocument(document).filter(({ severity }) => severity === 'error')).toEqual([])
    const opened = await leastLossOf(document).then(
      () => true,
      () => false,
    )
    expect(opened).toBe(!refused.includes(id))
    const ids = document.graph.nodes.map((node) => node.id)
    if (place.step.select !== undefined) expect(ids).toContain(place.step.select)
  })

  it.each(places.map((place) => [idOf(place), place] as const))('take the right answer to %s', async (id, place) => {
    expect(await judged(place, answers[id].right)).toEqual({ kind: 'right' })
  })

  it.each(places.map((place) => [idOf(place), place] as const))(
    'meet each mistake at %s by its hint',
    async (id, place) => {
      const { wrong, right } = answers[id]
      expect(wrong.length).toBeGreaterThanOrEqual(2)
      for (const [hint, answer] of wrong) expect(await judged(place, answer)).toEqual({ kind: 'wrong', hint })
      const { check } = place.step
      const met = new Set(wrong.map(([hint]) => hint))
      const hints = Object.keys(textOf(place).hints)
      // of a choice every answer has a hint of its own, also one that is right only of the document as it begins
      expect(
        hints.filter((hint) => !met.has(hint) && !(check.kind === 'choice' && (hint === 'other' || hint === right))),
      ).toEqual([])
      expect([...met].filter((hint) => !hints.includes(hint))).toEqual([])
      if (check.kind === 'choice') expect(Object.keys(textOf(place).options ?? {})).toEqual(check.options)
    },
  )

  it('say what a text is that is no answer', async () => {
    const at = (id: string) => places.find((place) => idOf(place) === id)!
    expect(await judged(at('line/reach'), 'two')).toMatchObject({ kind: 'unreadable' })
    expect(await judged(at('line/back'), '(z - 1) / 2')).toMatchObject({ kind: 'unreadable' })
  })
})
