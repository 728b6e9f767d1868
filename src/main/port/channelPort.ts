import type { Port } from '@shared/rpc/port'
import { createPortCore } from '@shared/rpc/portCore'
import type { Message } from '@shared/rpc/protocol'
import { readMessage } from '@shared/rpc/validate'

/** What carries structured clones between two processes: Node's IPC, or Electron's ports. */
export interface Channel {
  send(message: Message): void
  onMessage(listener: (data: unknown) => void): void
  onClose(listener: (reason: string) => void): void
  close(): void
}

/** A port over a channel. What arrives and is no message is dropped after telling `complain`. */
export function channelPort(channel: Channel, complain: (reason: string) => void): Port<Message> {
  const core = createPortCore<Message>()
  channel.onMessage((data) => {
    const message = readMessage(data)
    if (message.ok) core.deliver(message.value)
    else complain(message.issues[0]!.message)
  })
  channel.onClose(core.closed)
  return {
    ...core.hearing,
    post(message) {
      if (!core.isClosed) channel.send(message)
    },
    close() {
      core.closed('the connection was closed here')
      channel.close()
    },
  }
}
