import { ipcMain, MessageChannelMain, type MessagePortMain, type WebFrameMain } from 'electron'
import type { Port } from '@shared/rpc/port'
import type { Message } from '@shared/rpc/protocol'
import { channelPort } from '../port/channelPort'
import { isOurs } from './scheme'

/**
 * Gives each page that asks one port to the broker. Only the top frame of our own page may ask; a page that asks again,
 * as after a reload, loses its former port.
 */
export function acceptConnections(connect: (port: Port<Message>) => void, log: (text: string) => void): void {
  /** By the id of the asking web contents. */
  const ports = new Map<number, Port<Message>>()

  ipcMain.on('diffeo:connect', (event) => {
    const { sender, senderFrame } = event
    if (senderFrame === null || !isOurTopFrame(senderFrame)) {
      log(`A page at ${senderFrame?.url ?? 'an address that is gone'} asked for a connection and got none.`)
      return
    }
    ports.get(sender.id)?.close()
    const { port1, port2 } = new MessageChannelMain()
    const port = portOf(port1, log)
    ports.set(sender.id, port)
    sender.once('destroyed', () => {
      ports.get(sender.id)?.close()
      ports.delete(sender.id)
    })
    connect(port)
    senderFrame.postMessage('diffeo:port', null, [port2])
  })
}

const isOurTopFrame = (frame: WebFrameMain) => frame.parent === null && isOurs(frame.url)

function portOf(port: MessagePortMain, log: (text: string) => void): Port<Message> {
  const wrapped = channelPort(
    {
      send: (message) => {
        port.postMessage(message)
      },
      onMessage: (listener) => {
        port.on('message', ({ data }) => {
          listener(data)
        })
      },
      onClose: (listener) => {
        port.on('close', () => {
          listener('the page is gone')
        })
      },
      close: () => {
        port.close()
      },
    },
    log,
  )
  port.start()
  return wrapped
}
