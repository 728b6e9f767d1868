import { parentPort, workerData } from 'node:worker_threads'
import { loadBinding } from './binding'
import type { FromThread, ThreadStart, ToThread } from './messages'
import { Sessions } from './sessions'

/** A thread for TensorFlow, whose every call blocks: compiling for seconds, too. */

const { module } = workerData as ThreadStart
const binding = loadBinding(module)
const sessions = new Sessions(binding)

function say(message: FromThread): void {
  const own = message.kind === 'ran' ? message.values.map(({ buffer }) => buffer as ArrayBuffer) : []
  parentPort!.postMessage(message, own)
}

function obey(message: Exclude<ToThread, { kind: 'forget' }>): FromThread {
  const { id } = message
  if (message.kind === 'load') return { kind: 'loaded', id, session: sessions.load(message.model) }
  return { kind: 'ran', id, values: sessions.run(message.session, message.feeds, message.fetches) }
}

parentPort!.on('message', (message: ToThread) => {
  if (message.kind === 'forget') {
    sessions.forget(message.session)
    return
  }
  try {
    say(obey(message))
  } catch (error) {
    say({ kind: 'failed', id: message.id, reason: error instanceof Error ? error.message : String(error) })
  }
})

say({ kind: 'started', version: binding.TF_Version, gpu: binding.isUsingGpuDevice() })
