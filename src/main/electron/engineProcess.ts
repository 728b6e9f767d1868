import { utilityProcess } from 'electron'
import { createLastWords, engineFlags, type EngineProcess } from '../engine/process'
import { channelPort } from '../port/channelPort'

/** Starts the engine as a utility process: its own heap and event loop, without a window. Only after `ready`. */
export function startEngineProcess(entry: string, args: readonly string[], log: (text: string) => void): EngineProcess {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: 'Diffeo engine',
    stdio: 'pipe',
    execArgv: [...engineFlags],
  })
  const words = createLastWords()
  child.stdout?.setEncoding('utf8').on('data', log)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words.hear(text)
    log(text)
  })

  const listeners: ((reason: string) => void)[] = []
  let fatal = ''
  child.on('error', (type, location) => {
    fatal = `${type} in ${location}`
  })
  child.on('exit', (code) => {
    const last = fatal || words.read()
    const reason = last === '' ? `exit code ${code}` : `exit code ${code}: ${last}`
    for (const listener of listeners) listener(reason)
  })

  const port = channelPort(
    {
      send: (message) => {
        child.postMessage(message)
      },
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) =>
        void listeners.push((reason) => {
          listener(`the engine process ended (${reason})`)
        }),
      close: () => void child.kill(),
    },
    log,
  )
  return { port, onExit: (listener) => void listeners.push(listener), kill: () => void child.kill() }
}
