import type { Link } from '@shared/rpc/link'
import type { Message } from '@shared/rpc/protocol'
import { readMessage } from '@shared/rpc/validate'
import { createLinkCore } from './linkCore'
import { t } from '../strings/t'

/** What the preload script exposes as `window.diffeo`. */
export interface Bridge {
  /** Asks for a port; it arrives as a window message with this text and one port. */
  requestPort(answer: string): void
}

/** The link of the Electron shell: one MessagePort to the main process, for as long as the page lives. */
export function bridgeLink(page: Window, bridge: Bridge): Link<Message> {
  const core = createLinkCore<Message>()
  let port: MessagePort | null = null
  let queue: Message[] = []
  /** Known to nobody else, so that no other message can be taken for the answer. */
  const answer = crypto.randomUUID()

  const receive = (event: MessageEvent) => {
    const [arrived] = event.ports
    if (event.source !== page || event.data !== answer || !arrived) return
    page.removeEventListener('message', receive)
    port = arrived
    port.onmessage = ({ data }) => {
      const message = readMessage(data)
      if (message.ok) core.deliver(message.value)
    }
    port.addEventListener('close', () => {
      core.setState({ kind: 'closed', reason: t('shell.link.mainClosed') })
    })
    core.setState({ kind: 'open' })
    for (const message of queue) port.postMessage(message)
    queue = []
  }
  page.addEventListener('message', receive)
  bridge.requestPort(answer)

  return {
    get state() {
      return core.state
    },
    ...core.hearing,
    post(message) {
      if (port) port.postMessage(message)
      else queue.push(message)
    },
    close() {
      page.removeEventListener('message', receive)
      port?.close()
      core.setState({ kind: 'closed', reason: t('shell.link.closedHere') })
    },
  }
}
