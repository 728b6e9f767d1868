import { stat, readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { dialog, type BrowserWindow, type FileFilter } from 'electron'
import type { HostParams } from '@shared/rpc/protocol'
import { writeWhole } from '../store/files'
import type { Dialogs } from '../store/hostService'

const MAX_BYTES = 512 * 1024 ** 2

const filters: Readonly<Record<HostParams['openFile']['accept'], FileFilter>> = {
  document: { name: 'Flow documents and models', extensions: ['json', 'png', 'svg'] },
  model: { name: 'Trained models', extensions: ['json'] },
  data: { name: 'Data', extensions: ['csv', 'tsv', 'txt', 'npy', 'parquet'] },
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
    const name = basename(path)
    const { size } = await stat(path)
    if (size > MAX_BYTES)
      throw new Error(`"${name}" has ${size} bytes, expected at most ${MAX_BYTES}. Take a part of it.`)
    return { name, bytes: new Uint8Array(await readFile(path)) }
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
    await writeWhole(filePath, content, 0o666)
    return basename(filePath)
  },
})
