import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { screen, type BrowserWindow, type Rectangle } from 'electron'
import { z } from 'zod'

/** Where the window was, and whether it filled the screen. */
const WindowState = z.strictObject({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(1100).max(20_000),
  height: z.number().int().min(700).max(20_000),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

const usual: WindowState = { width: 1440, height: 900, maximized: false }

/** The state kept in a file; the usual one when there is none, it is damaged, or its screen is gone. */
export function readWindowState(path: string): WindowState {
  try {
    const state = WindowState.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (!state.success) return usual
    const { x, y, width, height, maximized } = state.data
    if (x === undefined || y === undefined) return state.data
    return isVisible({ x, y, width, height }) ? state.data : { width, height, maximized }
  } catch {
    return usual // no file yet, or not JSON: where a window was is worth no message
  }
}

/** Keeps the window's state when it closes. Synchronously, for the app may end right after. */
export function keepWindowState(window: BrowserWindow, path: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.tmp`, JSON.stringify(state))
    renameSync(`${path}.tmp`, path)
  })
}

/** Whether a good part of the title bar lies on some screen. */
function isVisible({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const overlap = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return overlap >= 200 && y >= workArea.y - 10 && y <= workArea.y + workArea.height - 40
  })
}
