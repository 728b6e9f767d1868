import { diffDocuments } from '@shared/document/diff'
import { emptyHistory } from '@shared/document/history'
import { doAgain, readState, writeState, type Deed, type DocumentState } from '@shared/document/journal'
import { newDocument } from '@shared/document/create'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomEdit } from './generators'

const start: DocumentState = {
  document: newDocument(),
  history: emptyHistory,
  saved: null,
  original: null,
  selected: null,
}

/** Something to do: an edit, or a step of undo or redo. */
const action = fc.oneof({ weight: 4, arbitrary: randomEdit }, fc.constantFrom('undo', 'redo', 'seal', 'saved'))

/** What a person does, as the deeds that are kept of it, and the state that it leads to. */
function carryOut(actions: readonly (typeof action extends fc.Arbitrary<infer A> ? A : never)[]) {
  const deeds: Deed[] = []
  let state = start
  for (const what of actions) {
    const deed: Deed =
      what === 'saved'
        ? { deed: 'saved', original: state.document.name }
        : typeof what === 'string'
          ? { deed: what as 'undo' | 'redo' | 'seal' }
          : {
              deed: 'edit',
              label: what.label,
              mark: what.mark,
              diff: diffDocuments(state.document, what.apply(state.document)),
            }
    state = doAgain(state, deed)
    deeds.push(deed)
  }
  return { deeds, state }
}

describe('a journal of deeds', () => {
  it('leads from any whole state to the present one, history and all', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), fc.nat(), (actions, cut) => {
        const { deeds, state } = carryOut(actions)
        const at = cut % (deeds.length + 1)
        const middle = deeds.slice(0, at).reduce(doAgain, start)
        const lines = deeds.slice(at).map((deed) => JSON.stringify(deed))
        expect(readState(writeState(middle), lines)).toEqual({ ok: true, value: state })
      }),
      { numRuns: 200 },
    )
  })

  it('ends before a deed that cannot be read or does not fit', () => {
    const { deeds } = carryOut([])
    const lines = [...deeds.map((deed) => JSON.stringify(deed)), '{"deed":"undo"}', '{"deed":"fly"}', '{']
    expect(readState(writeState(start), lines)).toEqual({ ok: true, value: start })
    const broken = { added: {}, removed: {}, updated: { 'order/nodes': [[], ['node/none']] } }
    const wild = JSON.stringify({ deed: 'edit', label: 'Wild', mark: null, diff: broken })
    expect(readState(writeState(start), [wild])).toEqual({ ok: true, value: start })
  })

  it('leaves the oldest steps of undo out where there are very many', () => {
    const entry = { label: 'x', mark: null, diff: { added: {}, removed: {}, updated: {} } }
    const past = Array.from({ length: 500 }, (_, i) => ({ ...entry, label: String(i) }))
    const outcome = readState(writeState({ ...start, history: { past, future: [] } }), [])
    if (!outcome.ok) throw new Error('a state that was just written')
    expect(outcome.value.history.past.map(({ label }) => label)).toEqual(past.slice(-200).map(({ label }) => label))
  })
})
