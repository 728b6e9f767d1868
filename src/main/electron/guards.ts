import type { Session, WebContents } from 'electron'
import { isOurs } from './scheme'

/** Denies pages everything they could ask of the machine: Electron grants it all by default. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    // Files are saved through the dialog; the page's own pictures (blob:) may be downloaded.
    if (!item.getURL().startsWith('blob:app://')) event.preventDefault()
  })
}

/** Keeps a page where it is: no other address, no other window, no page inside the page. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isReload(contents, event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** The page may load itself again (`location.reload()`), and go nowhere else. */
const isReload = (contents: WebContents, url: string) => isOurs(url) && url === contents.getURL()
