import { newBlock, newDocument } from '@shared/document/create'
import { diffDocuments } from '@shared/document/diff'
import { insertBlock, removeBlock, rename } from '@shared/document/edits'
import { emptyHistory } from '@shared/document/history'
import { doAgain, readState, writeState, type Deed, type DocumentState } from '@shared/document/journal'
import type { FlowDocument } from '@shared/document/schema'
import type { Client } from '@shared/rpc/client'
import { createKeeper, type Keeper } from '../../../src/renderer/stores/document/keeper'

/** One who edits a document without rest, in a page that is loaded anew whenever the app was ended. */
export interface Typist {
  /** What is on the screen, to be kept from now on by this connection to the host. */
  begin(client: Client): Promise<void>
  edit(): void
  /** The page is gone, and what its keeper has not written with it. */
  end(): void
  /** Takes up what was kept: the number of its newest edit. */
  takeUp(client: Client): Promise<number>
  /** The newest edit that the host said is kept. */
  readonly kept: number
  readonly given: number
  /** When each edit was made, in milliseconds. */
  readonly times: readonly number[]
  readonly state: DocumentState
  /** The document after each edit. */
  readonly documents: readonly FlowDocument[]
}

const numberOf = ({ name }: FlowDocument): number => Number(name.split(' ')[1])

/** Each edit names its number, and a block comes or goes with it, so that no two documents are alike. */
function edited(before: FlowDocument, count: number): FlowDocument {
  const named = rename(before, `Edit ${count}`)
  const blocks = named.graph.nodes.filter(({ kind }) => kind === 'bijector')
  if (blocks.length < 5) return insertBlock(named, newBlock('affine', `block-${count}`), count % (blocks.length + 1))
  return removeBlock(named, blocks[count % blocks.length]!.id)
}

export function createTypist(page: string, tab: string): Typist {
  const document = rename(newDocument(), 'Edit 0')
  let state: DocumentState = { document, history: emptyHistory, saved: null, original: null, selected: null }
  let kept = 0
  let keeper: Keeper | null = null
  const documents = [document]
  const times = [performance.now()]
  const given = (): number => numberOf(state.document)

  return {
    async begin(client) {
      let alive = true
      /** A write holds what was given before it began, at least. */
      const written = async (deed: () => Promise<unknown>): Promise<void> => {
        if (!alive) return
        const until = given()
        await deed()
        kept = Math.max(kept, until)
      }
      keeper = createKeeper({
        state: (of, text) => written(() => client.call('host', 'keepDocument', { page, tab: of, state: text })),
        deeds: (of, deeds) => written(() => client.call('host', 'keepDeeds', { page, tab: of, deeds })),
      })
      client.onClose(() => (alive = false))
      keeper.whole(tab, () => writeState(state))
      await keeper.flush()
    },
    edit() {
      const count = given() + 1
      const after = edited(state.document, count)
      const deed: Deed = {
        deed: 'edit',
        label: `Edit ${count}`,
        mark: null,
        diff: diffDocuments(state.document, after),
      }
      state = doAgain(state, deed)
      documents[count] = after
      times[count] = performance.now()
      keeper?.note(tab, deed, () => writeState(state))
    },
    end() {
      keeper = null
    },
    async takeUp(client) {
      const found = await client.call('host', 'readDocument', { tab })
      if (!found) throw new Error('nothing was kept')
      const outcome = readState(found.state, found.deeds)
      if (!outcome.ok) throw new Error(outcome.issues[0].message)
      state = outcome.value
      kept = given()
      return kept
    },
    get kept() {
      return kept
    },
    get given() {
      return given()
    },
    get state() {
      return state
    },
    times,
    documents,
  }
}
