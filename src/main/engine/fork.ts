import { fork } from 'node:child_process'
import { channelPort } from '../port/channelPort'
import { createLastWords, engineFlags, type EngineProcess } from './process'

export interface ForkOptions {
  /** The engine's entry, a JavaScript file. */
  readonly entry: string
  readonly args?: readonly string[]
  /** Where the process's own output goes, line by line as it comes. */
  readonly log: (text: string) => void
}

/** Starts the engine as a child of this Node process. */
export function forkEngine({ entry, args = [], log }: ForkOptions): EngineProcess {
  const child = fork(entry, [...args], {
    serialization: 'advanced',
    execArgv: [...engineFlags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const words = createLastWords()
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', log)
  child.stderr?.on('data', words.hear)

  let ended = false
  const listeners: ((reason: string) => void)[] = []
  const end = (reason: string) => {
    if (ended) return
    ended = true
    const last = words.read()
    for (const listener of listeners) listener(last === '' ? reason : `${reason}: ${last}`)
  }
  // 'close' comes after 'exit', when the last words have been read.
  child.on('close', (code, signal) => {
    end(signal ? `signal ${signal}` : `exit code ${code}`)
  })
  child.on('error', (error) => {
    // It never started. Once it has, errors are of writing to a process that is ending: 'close' says why it does.
    if (child.pid === undefined) end(error.message)
  })

  const port = channelPort(
    {
      send: (message) => {
        if (child.connected) child.send(message)
      },
      onMessage: (listener) => void child.on('message', listener),
      // Not at 'disconnect', which comes before the reason is known.
      onClose: (listener) =>
        void listeners.push((reason) => {
          listener(`the engine process ended (${reason})`)
        }),
      close: () => {
        if (child.connected) child.disconnect()
      },
    },
    log,
  )
  return { port, onExit: (listener) => void listeners.push(listener), kill: () => void child.kill('SIGKILL') }
}
