import { onScopeDispose, watch } from 'vue'
import { chainOf } from '@shared/document/chain'
import { equal } from '@shared/document/equal'
import type { FlowDocument } from '@shared/document/schema'
import { sameTraining } from '@shared/document/trained'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'

const PAUSE_MS = 200

/** The blocks of a flow in their order, as far as a deed changes them. */
const blocksOf = (document: FlowDocument | null) =>
  document && chainOf(document.graph)?.bijectors.map(({ id, type, frozen }) => ({ id, type, frozen }))

/**
 * Keeps the engine's document the same as the one on the screen. An edit that is done with one deed, of blocks or by undo, is
 * opened at once, any other that changes what is trained when the hand rests from it, and the run goes on with the new
 * document; until then it trains the one before. A document with errors waits
 * until it is mended, and so does a run that was going on. Whoever presses Train or takes a step before the new document is
 * open means the new one.
 */
export function useEngineSync(): void {
  const store = useDocumentStore()
  const engine = useEngineStore()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What was asked for before the engine had the document on the screen. */
  let next: 'train' | 'step' | null = null
  /** The run rests only because the document on the screen cannot be opened. */
  let rests = false

  const known = (document: FlowDocument | null): boolean => document !== null && sameTraining(document, store.document)
  /** While the engine compiles a document, it is that one that it will hold. */
  const stale = (): boolean => !known(engine.opening ?? engine.held) && !known(store.refused)
  const reachable = (): boolean => store.ready && !store.turning && engine.connected && !engine.lost

  async function send(): Promise<void> {
    if (engine.opening !== null || !reachable() || store.broken || !stale()) return
    const document = store.document
    const { anew, returned } = store
    store.anew = false
    await engine.openDocument(document, anew ? {} : { edited: true, ...(returned && { returns: true }) })
    if (anew && engine.held !== document) store.anew = true // the runs of the other are still there
    if (reachable()) store.refused = engine.held === document ? null : document
    if (stale()) {
      // The document has changed while the engine was compiling.
      schedule()
      return
    }
    if (known(engine.held)) goOn()
    else rest()
  }

  /** The engine has the document on the screen: what waited for it is trained. */
  function goOn(): void {
    if (engine.opening !== null) return // whoever sent it goes on
    if (next === 'train' || rests) void engine.train()
    else if (next === 'step') void engine.step()
    next = null
    rests = false
  }

  /**
   * The document on the screen cannot be opened: nothing is to be trained that is not to be seen, and no picture of another
   * flow to be taken for this one's.
   */
  function rest(): void {
    next = null
    if (store.anew && engine.held !== null) void engine.forget()
    if (!engine.running) return
    void engine.pause()
    rests = true
  }

  /** The same flow grouped otherwise is what the engine holds already; the views are to name its blocks accordingly. */
  function regard(): void {
    if (known(engine.held) && !equal(engine.held?.graph, store.document.graph)) engine.held = store.document
  }

  /** Whether the hand is done: blocks were put in, removed, moved or set aside, or an edit was taken back. */
  const isDeed = (): boolean => store.returned || !equal(blocksOf(engine.held), blocksOf(store.document))

  function schedule(pause = PAUSE_MS): void {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), pause)
  }

  watch(
    [() => store.document, () => store.ready, () => store.turning, () => engine.connected, () => engine.lost],
    () => {
      if (store.turning) return
      if (!reachable()) store.refused = null
      if (!stale()) {
        regard()
        if (rests) goOn()
        return
      }
      next = null
      if (store.broken) rest()
      schedule(engine.held && isDeed() ? 0 : PAUSE_MS)
    },
  )
  watch(
    () => engine.asked,
    (asked) => {
      if (asked === null) return
      next = asked !== 'pause' && (engine.opening !== null || stale()) ? asked : null
      rests = false
      if (next !== null) schedule(0)
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
  })
}
