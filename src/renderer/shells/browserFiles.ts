import { accepted } from './fileKinds'
import type { FileKind } from './fileKinds'

export interface PickedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Where the host has no dialogs: the page's own file chooser. Null when nothing was chosen. */
export function pickFile(kind: FileKind): Promise<PickedFile | null> {
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

/** Hands a text to the browser as a download. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the blob over by the next turn.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 1000)
}
