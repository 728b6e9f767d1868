import { accepted } from './fileKinds'
import type { FileChoice } from './fileKinds'

export interface PickedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Where the host has no dialogs: the page's own file chooser. Null when nothing was chosen. */
export function pickFile(kind: FileChoice): Promise<PickedFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accepted[kind]
    input.addEventListener('change', () => {
      const file = input.files?.item(0)
      resolve(file ? readFile(file) : null)
    })
    input.addEventListener('cancel', () => {
      resolve(null)
    })
    input.click()
  })
}

export async function readFile(file: File): Promise<PickedFile> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

/** Types of what is not JSON, by the name's ending: some browsers append their own ending to a type they do not know. */
const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  npy: 'application/octet-stream',
  webm: 'video/webm',
  mp4: 'video/mp4',
}

/** Hands a text or bytes to the browser as a download. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/json'
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the blob over by the next turn.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 1000)
}
