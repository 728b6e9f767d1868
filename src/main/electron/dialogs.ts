import { basename, extname } from 'node:path'
import { dialog, type BrowserWindow, type FileFilter } from 'electron'
import type { HostParams } from '@shared/rpc/protocol'
import { USERS, writeWhole } from '../store/files'
import type { Dialogs } from '../store/hostService'
import { readOpened } from './opened'

const flows = ['json', 'png', 'svg']
const tables = ['csv', 'tsv', 'txt', 'npy', 'parquet']
const filters: Readonly<Record<HostParams['openFile']['accept'], FileFilter>> = {
  document: { name: 'Flow documents and models', extensions: flows },
  model: { name: 'Trained models', extensions: ['json'] },
  data: { name: 'Data', extensions: tables },
  any: { name: 'Data, models and flow documents', extensions: [...tables, ...flows] },
}

/** What a file that is saved is called in the dialog, by its ending. */
const saved: Readonly<Record<string, string>> = {
  json: 'JSON',
  png: 'PNG picture',
  svg: 'SVG picture',
  csv: 'CSV table',
  npy: 'NumPy array',
  webm: 'WebM video',
  mp4: 'MP4 video',
}

/** The system's own dialogs, over the window. The page never names a path: the person does. */
export const createDialogs = (window: () => BrowserWindow): Dialogs => ({
  async open(accept) {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
      properties: ['openFile'],
      filters: [filters[accept], { name: 'All files', extensions: ['*'] }],
    })
    const [path] = filePaths
    if (canceled || path === undefined) return null
    return readOpened(path)
  },

  async save(name, content) {
    const extension = extname(name).slice(1).toLowerCase()
    const kind = saved[extension]
    const { canceled, filePath } = await dialog.showSaveDialog(window(), {
      // Only the last part: a page's suggestion must not choose the folder.
      defaultPath: basename(name),
      filters: kind === undefined ? [] : [{ name: kind, extensions: [extension] }],
    })
    if (canceled || filePath === '') return null
    await writeWhole(filePath, content, USERS)
    return basename(filePath)
  },
})
