import { useLayoutStore } from '../../layout/layoutStore'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { useFileStore } from '../../stores/fileStore'
import { useLogStore } from '../../stores/logStore'
import { notice } from '../../stores/run/notice'
import { useSessionStore } from '../../stores/sessionStore'
import { t } from '../../strings/t'
import { diagnostics } from './diagnostics'

/** Puts the diagnostics into the clipboard, and says so. */
export function useDiagnostics() {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const files = useFileStore()
  const log = useLogStore()
  const session = useSessionStore()
  const layout = useLayoutStore()

  const text = (): string =>
    diagnostics({
      host: files.host,
      platform: navigator.userAgent,
      screen: `${String(window.innerWidth)} × ${String(window.innerHeight)}, ${String(window.devicePixelRatio)} px`,
      backends: engine.backends,
      engine: engine.settings,
      session: {
        theme: session.theme,
        stackMode: session.stackMode,
        layout: layout.layout,
        keys: session.keys,
      },
      document: documents.document,
      lines: log.lines,
    })

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text())
      session.announce(t('log.copied'))
    } catch {
      engine.notice = notice('error', t('log.notCopied'))
    }
  }

  return { copy }
}
