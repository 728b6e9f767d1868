import { Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * The menus that a platform expects of a window. Undo and redo are absent on purpose: as menu roles they would take
 * Ctrl+Z from the page, which undoes edits of the flow.
 */
export function setMenu(platform: NodeJS.Platform): void {
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  }
  const template =
    platform === 'darwin' ? [{ role: 'appMenu' as const }, edit, view, { role: 'windowMenu' as const }] : [edit, view]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
