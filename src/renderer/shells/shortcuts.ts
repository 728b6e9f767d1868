import { onBeforeUnmount } from 'vue'
import { useStackCommands } from '../editor/stackCommands'
import { useDocumentStore } from '../stores/documentStore'
import { useFileStore } from '../stores/fileStore'
import { useQuickAddStore } from '../stores/quickAddStore'
import { useSessionStore } from '../stores/sessionStore'
import { useSelectionStore } from '../views/selectionStore'
import { useTrainCommand } from './trainCommand'

/** What each key does, for the sheet that shows them. */
export const keySheet: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: '/', does: 'Search blocks' },
  { keys: 'A', does: 'Add a block after the selected one; so do a double click on the canvas and the + of a wire' },
  { keys: 'Enter', does: 'In the palette: append the block. On a block: open the inspector' },
  { keys: '↑ ↓', does: 'Move along the stack' },
  { keys: 'Alt ↑ ↓', does: 'Move the block along the stack, into groups and out of them' },
  {
    keys: 'Shift ↑ ↓',
    does: 'Select more of the stack; so do Shift click and Shift drag over the canvas, with Ctrl adding, with Alt taking away',
  },
  { keys: 'Ctrl click', does: 'On a block: take it into the selection, or out of it' },
  { keys: 'Ctrl A', does: 'Select the whole stack. Ctrl Shift A: select what is not' },
  { keys: 'Ctrl C X V', does: 'Copy, cut and paste blocks, also into another document' },
  { keys: 'Ctrl G', does: 'Group the selected blocks. Ctrl Shift G: ungroup' },
  { keys: '← →', does: 'On a group or a block in it: show its heading only, or its blocks' },
  { keys: '+ −', does: 'On a group: repeat it once more or less' },
  { keys: 'Ctrl D', does: 'Duplicate the selected blocks and groups' },
  { keys: 'F', does: 'On the graph: zoom to what is selected. Shift F: to the whole stack' },
  { keys: 'Delete', does: 'Remove the block and join its neighbours' },
  { keys: 'Alt drag', does: 'On the stack: nothing makes room on the way' },
  { keys: 'Esc', does: 'Put back what is being dragged; clear the selection; end the enlarged picture' },
  { keys: '0', does: 'On the picture: show all of the data' },
  {
    keys: 'Click',
    does: 'On a density: pin the place, or take its pin away. Enter does so at the cursor, Esc for all',
  },
  {
    keys: 'Shift drag',
    does: 'On points: select those inside a rectangle, with Alt inside a free outline; with Ctrl, add them',
  },
  { keys: 'S', does: 'On points: select the nearest one. Shift S or Ctrl click takes one in or out' },
  { keys: 'Double click', does: 'On the picture: enlarge it, and back' },
  {
    keys: '← →',
    does: 'On the layer scrubber: from stop to stop; with Shift by tenths of a layer, Home to z, End to x',
  },
  { keys: 'Space', does: 'On the layer scrubber: play or halt' },
  {
    keys: 'Home ← → End',
    does: 'On the timeline: the first kept step, the one before or after, live or an earlier run’s end',
  },
  { keys: 'Ctrl Z', does: 'Undo' },
  { keys: 'Ctrl Shift Z', does: 'Redo' },
  { keys: 'Ctrl Enter', does: 'Train or pause' },
  { keys: 'Ctrl S', does: 'Save the document' },
  { keys: 'Ctrl O', does: 'Open a document, model or data' },
  { keys: '?', does: 'Show this sheet' },
]

interface Actions {
  search(): void
  showKeys(): void
}

/** Text fields keep their own keys and their own clipboard. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=range]), textarea, select, [contenteditable]')

/** Menus and dialogs have their own keys. */
export const inLayer = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=menu], [role=dialog]') !== null

/** Keys that work anywhere on the screen. A text field keeps its own undo and every plain character. */
export function useShortcuts(actions: Actions): void {
  const store = useDocumentStore()
  const training = useTrainCommand()
  const stack = useStackCommands()
  const files = useFileStore()
  const quickAdd = useQuickAddStore()
  const session = useSessionStore()
  const selection = useSelectionStore()

  function told(verb: string, label: string | null): void {
    session.announce(label === null ? `Nothing to ${verb}.` : `${verb === 'undo' ? 'Undone' : 'Redone'}: ${label}.`)
  }

  /** What a text field does itself, or has no use for. */
  const notWhileTyping = ['z', 'y', 'g', 'd', 'a']
  const withControl: Record<string, (shift: boolean) => void> = {
    z: (shift) => {
      if (shift) told('redo', store.redo())
      else told('undo', store.undo())
    },
    y: () => {
      told('redo', store.redo())
    },
    s: () => void files.save(),
    o: () => void files.open('document'),
    g: (shift) => {
      if (shift) stack.dissolve()
      else stack.group()
    },
    d: () => {
      stack.duplicateSelected()
    },
    a: (shift) => {
      if (shift) stack.invert()
      else stack.selectAll()
    },
    enter: () => void training.toggle(),
  }
  const plain: Record<string, () => void> = {
    '/': () => {
      actions.search()
    },
    a: () => {
      quickAdd.open(stack.nextSpot())
    },
    '?': () => {
      actions.showKeys()
    },
    Escape: () => {
      session.pictureAlone = false
      selection.clear()
      store.selectedNode = null
      session.inspectorOver = false
    },
  }

  function key(event: KeyboardEvent): void {
    const name = event.key.toLowerCase()
    if (event.ctrlKey || event.metaKey) {
      const action = withControl[name]
      if (!action || event.altKey || (typing(event.target) && notWhileTyping.includes(name))) return
      event.preventDefault()
      action(event.shiftKey)
    } else if (!typing(event.target) && !inLayer(event.target) && !event.altKey && event.key in plain) {
      event.preventDefault()
      plain[event.key]()
    }
  }

  window.addEventListener('keydown', key)
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', key)
  })
}
