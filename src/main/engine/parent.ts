import { channelPort, type Channel } from '../port/channelPort'

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** The way to the process that started this one: Electron's main process, or a Node process that forked it. */
export function parentPort() {
  return channelPort(parentChannel(), (reason) => {
    console.error(`engine: ${reason}`)
  })
}

function parentChannel(): Channel {
  const electron = (process as { readonly parentPort?: ParentPort }).parentPort
  if (electron) {
    return {
      send: (message) => {
        electron.postMessage(message)
      },
      onMessage: (listener) => {
        electron.on('message', ({ data }) => {
          listener(data)
        })
      },
      onClose: () => undefined, // Electron ends its utility processes itself
      close: () => process.exit(),
    }
  }
  if (!process.send) throw new Error('internal: the engine was started by hand; use `diffeo serve` or `diffeo train`')
  return {
    send: (message) => void process.send!(message),
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) =>
      void process.on('disconnect', () => {
        listener('the host ended')
        process.exit() // an engine without a host serves nobody
      }),
    close: () => process.exit(),
  }
}
