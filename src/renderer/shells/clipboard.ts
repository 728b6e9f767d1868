import { onBeforeUnmount } from 'vue'
import { useStackCommands } from '../editor/stackCommands'
import { inLayer, typing } from './shortcuts'

/** Words marked on the screen are copied as such. */
const wordsMarked = (): boolean => window.getSelection()?.isCollapsed === false

/** The system's clipboard for blocks of the stack. What is no block in it, and what is typed in a field, stays its own. */
export function useClipboard(): void {
  const commands = useStackCommands()

  function take(event: ClipboardEvent, text: () => string | null): void {
    if (typing(event.target) || inLayer(event.target) || wordsMarked()) return
    const taken = text()
    if (taken === null) return
    event.clipboardData?.setData('text/plain', taken)
    event.preventDefault()
  }
  const listening = new AbortController()
  const on = { signal: listening.signal }
  window.addEventListener(
    'copy',
    (event) => {
      take(event, commands.copy)
    },
    on,
  )
  window.addEventListener(
    'cut',
    (event) => {
      take(event, commands.cut)
    },
    on,
  )
  window.addEventListener(
    'paste',
    (event) => {
      if (typing(event.target) || inLayer(event.target)) return
      if (commands.paste(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    },
    on,
  )
  onBeforeUnmount(() => {
    listening.abort()
  })
}
