import { app, dialog, type BrowserWindow } from 'electron'

const MAX_RELOADS = 3
const WITHIN = 60_000

/**
 * A page whose process ended is loaded again: the engine trains on, and the page finds everything by asking. When that
 * happens too often, the person is told instead.
 */
export function mendPage(window: BrowserWindow, log: (text: string) => void): void {
  let reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log(`The window's process ended (${reason}, exit code ${exitCode}).`)
    const now = performance.now()
    reloads = [...reloads.filter((time) => now - time < WITHIN), now]
    if (reloads.length <= MAX_RELOADS) {
      window.webContents.reload()
      return
    }
    dialog.showErrorBox(
      'Diffeo cannot show its window',
      `The process that draws it ended ${reloads.length} times within a minute (${reason}). Your work is saved; ` +
        'start Diffeo again, and if this goes on, run it in a browser with "npm start -- --web".',
    )
    app.exit(1)
  })
}

/** Tells of helper processes that end, such as the one for the GPU. The engine's end is its supervisor's matter. */
export function reportChildren(log: (text: string) => void): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`The process "${name ?? type}" ended (${reason}, exit code ${exitCode}).`)
  })
}
