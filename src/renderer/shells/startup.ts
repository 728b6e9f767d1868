import { watch } from 'vue'
import { parseDocument } from '@shared/document/validate'
import { createClient } from '@shared/rpc/client'
import type { Link } from '@shared/rpc/link'
import { PROTOCOL_VERSION } from '@shared/rpc/protocol'
import type { Message } from '@shared/rpc/protocol'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { useFileStore } from '../stores/fileStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { notice } from '../stores/run/notice'

/** The document a first start opens. */
const FIRST_EXAMPLE = /^two moons$/i

/** Connects the stores over a link and brings back the work; a link that is not there yet is waited for. */
export async function start(link: Link<Message>): Promise<void> {
  const engine = useEngineStore()
  const store = useDocumentStore()
  await engine.connect(createClient(link), link)
  const stop = watch(
    () => engine.connected,
    async (connected) => {
      if (!connected || store.ready) return
      store.ready = await bringBack()
      if (store.ready) stop()
    },
    { flush: 'post' },
  )
  if (engine.connected) store.ready = await bringBack()
}

/** An example under its document's name, which reads better than its file's. */
function titled(example: { readonly name: string; readonly text: string }) {
  const outcome = parseDocument(example.text)
  return outcome.ok ? { ...example, name: outcome.value.name } : example
}

/** The autosaved document, else the one the engine still holds, else the first example. Answers whether that went well. */
async function bringBack(): Promise<boolean> {
  const engine = useEngineStore()
  const store = useDocumentStore()
  const files = useFileStore()
  try {
    const [host, examples, kept] = await Promise.all([
      engine.host('hello', { protocol: PROTOCOL_VERSION }),
      engine.host('examples', {}),
      engine.host('recover', {}),
    ])
    files.host = host
    files.examples = examples.map(titled)
    await useSavedBlockStore().refresh()
    if (kept !== null && store.recover(kept).length === 0) return true
    if (engine.held !== null) {
      store.replace(engine.held, false)
      return true
    }
    const example = files.examples.find(({ name }) => FIRST_EXAMPLE.test(name)) ?? files.examples.at(0)
    if (example) await store.openExample(example.text)
    return true
  } catch (error) {
    const text = `The last work could not be brought back: ${error instanceof Error ? error.message : String(error)}`
    engine.notice = notice('error', text)
    return false
  }
}
