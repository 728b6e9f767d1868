import { watch } from 'vue'
import { parseDocument } from '@shared/document/validate'
import { createClient } from '@shared/rpc/client'
import type { Link } from '@shared/rpc/link'
import { PROTOCOL_VERSION } from '@shared/rpc/protocol'
import type { Message } from '@shared/rpc/protocol'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { useFileStore, type Example } from '../stores/fileStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { pageId } from '../stores/document/names'
import { useWorkspaceStore } from '../stores/workspaceStore'
import { notice } from '../stores/run/notice'
import { t } from '../strings/t'
import { wordsOf } from '../strings/said'

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
  watch(
    () => [store.ready, engine.handed] as const,
    ([ready]) => {
      if (ready) void useFileStore().takeHanded()
    },
    { immediate: true },
  )
  watch(
    () => engine.taken,
    (taken) => {
      if (taken) store.ready = false // the other page has the documents and the engine
    },
  )
}

/** What a first start shows: the work as it was kept before there were tabs, or else an example. */
async function begin(): Promise<void> {
  const engine = useEngineStore()
  const store = useDocumentStore()
  const { examples } = useFileStore()
  const kept = await engine.host('recover', {})
  const former = kept === null ? null : parseDocument(kept)
  const example = examples.find(({ name }) => FIRST_EXAMPLE.test(name)) ?? examples.at(0)
  if (former?.ok) store.replace(former.value, false)
  else if (example) {
    const outcome = parseDocument(example.text)
    if (outcome.ok) store.replace(outcome.value, true)
  }
  store.keepWhole()
  await useWorkspaceStore().turnEngine()
}

/** An example under its document's name, which reads better than its file's. */
function titled({ name: file, text }: { readonly name: string; readonly text: string }): Example {
  const outcome = parseDocument(text)
  return { file, name: outcome.ok ? outcome.value.name : file, text }
}

/** The tabs of the last session, else the first example. Answers whether that went well. */
async function bringBack(): Promise<boolean> {
  const engine = useEngineStore()
  const store = useDocumentStore()
  const files = useFileStore()
  const workspace = useWorkspaceStore()
  try {
    const [host, examples, list] = await Promise.all([
      engine.host('hello', { protocol: PROTOCOL_VERSION }),
      engine.host('examples', {}),
      engine.host('claimWorkspace', { page: pageId }),
    ])
    files.host = host
    files.examples = examples.map(titled).sort((one, other) => one.name.localeCompare(other.name))
    await useSavedBlockStore().refresh()
    const faults = await workspace.restore(list)
    if (faults === null) await begin()
    else if (faults.length > 0) engine.notice = notice('warning', faults.join(' '))
    store.ready = true
    workspace.keep()
    return true
  } catch (error) {
    const text = t('shell.workNotBack', { why: wordsOf(error) })
    engine.notice = notice('error', text)
    return false
  }
}
