import { onBeforeUnmount, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { useDocumentStore } from '../stores/documentStore'
import { useFileStore } from '../stores/fileStore'
import { readFile } from './browserFiles'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Files dragged onto the window are opened, however many. Answers whether one hovers over it now. */
export function useFileDrop(): ShallowRef<boolean> {
  const files = useFileStore()
  const store = useDocumentStore()
  const hovering = shallowRef(false)
  const listening = new AbortController()

  function over(event: DragEvent): void {
    if (!carriesFiles(event)) return
    event.preventDefault()
    hovering.value = true
  }

  function leave(event: DragEvent): void {
    if (event.relatedTarget === null) hovering.value = false
  }

  async function drop(event: DragEvent): Promise<void> {
    if (!carriesFiles(event)) return
    event.preventDefault()
    hovering.value = false
    const dropped = [...(event.dataTransfer?.files ?? [])]
    await lastWork()
    // one after the other: each opens a tab of its own, and data goes into the document that is shown then
    for (const file of dropped) await files.takeFile(await readFile(file))
  }

  /** Resolves once the work of the last session is back, which would take the place of what is opened before. */
  async function lastWork(): Promise<void> {
    if (store.ready) return
    await new Promise<void>((resolve) => {
      watch(
        () => store.ready,
        () => {
          resolve()
        },
        { once: true },
      )
    })
  }

  const on = { signal: listening.signal }
  window.addEventListener('dragover', over, on)
  window.addEventListener('dragleave', leave, on)
  window.addEventListener('drop', (event) => void drop(event), on)
  onBeforeUnmount(() => {
    listening.abort()
  })
  return hovering
}
