import { onBeforeUnmount, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { useFileStore } from '../stores/fileStore'
import { readFile } from './browserFiles'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Files dragged onto the window are opened, however many. Answers whether one hovers over it now. */
export function useFileDrop(): ShallowRef<boolean> {
  const files = useFileStore()
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
    // one after the other: each opens a tab of its own, and data goes into the document that is shown then
    for (const file of [...(event.dataTransfer?.files ?? [])]) await files.takeFile(await readFile(file))
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
