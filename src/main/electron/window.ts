import { BrowserWindow, type WebPreferences } from 'electron'
import { paths } from '../paths'
import { PAGE_URL } from './scheme'
import { keepWindowState, readWindowState } from './windowState'

/** A page without Node, in a process without rights, whose preload script lives in a world of its own. */
export const preferencesOf = (preload: string): WebPreferences => ({
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  spellcheck: false,
})

/** @param statePath the file that keeps the window's place */
export function openWindow(preload: string, statePath: string): BrowserWindow {
  const { maximized, ...bounds } = readWindowState(statePath)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1100,
    minHeight: 700,
    title: 'Diffeo',
    // elsewhere the program itself has it
    ...(process.platform === 'linux' ? { icon: paths.icon } : {}),
    show: false,
    autoHideMenuBar: true,
    webPreferences: preferencesOf(preload),
  })
  keepWindowState(window, statePath)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  void window.loadURL(PAGE_URL)
  return window
}
