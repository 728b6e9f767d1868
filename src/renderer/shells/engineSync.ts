import { onScopeDispose, watch } from 'vue'
import type { FlowDocument } from '@shared/document/schema'
import { sameTraining, useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'

const PAUSE_MS = 200

/**
 * Keeps the engine's document the same as the one on the screen. An edit that changes what is trained pauses the run and,
 * once the hand rests, opens the new document; a name does not. A document with errors waits until it is mended.
 */
export function useEngineSync(): void {
  const store = useDocumentStore()
  const engine = useEngineStore()
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending = false

  const known = (document: FlowDocument | null): boolean => document !== null && sameTraining(document, store.document)
  const stale = (): boolean => !known(engine.held) && !known(store.refused)
  const reachable = (): boolean => store.ready && engine.connected && !engine.lost

  async function send(): Promise<void> {
    if (sending || !reachable() || store.broken || !stale()) return
    sending = true
    const document = store.document
    await engine.openDocument(document)
    sending = false
    if (reachable()) store.refused = engine.held === document ? null : document
    // The document may have changed while the engine was compiling.
    if (stale()) schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), PAUSE_MS)
  }

  watch([() => store.document, () => store.ready, () => engine.connected, () => engine.lost], () => {
    if (!reachable()) store.refused = null
    if (!stale()) return
    if (engine.running) void engine.pause()
    schedule()
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
}
