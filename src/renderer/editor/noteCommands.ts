import { computed } from 'vue'
import { frameable, framed, framesAround, notesAt } from '@shared/document/annotations'
import { nodeWithId } from '@shared/document/chain'
import { labelOf } from '@shared/document/changeWords'
import { addFrame, addNote, removeFrame, setFrame, setNote } from '@shared/document/edits'
import type { FlowDocument, Frame } from '@shared/document/schema'
import { useDocumentStore } from '../stores/documentStore'
import { useNoteStore } from '../stores/noteStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'

/** What is written at the stack: notes on its nodes or on the document, and frames around parts of it. */
export function useNoteCommands() {
  const store = useDocumentStore()
  const notes = useNoteStore()
  const session = useSessionStore()

  /** Begins to write at a node, or with null at the document: the note that is there, or a new one. */
  function write(node: string | null = store.selectedNode): void {
    const [first] = notesAt(store.document, node)
    notes.writing = { id: (first as { id: string } | undefined)?.id ?? null, node }
    if (session.stackMode === 'list') session.inspectorOver = true
  }

  /** Takes what was written; nothing at all takes the note away. */
  function say({ id, node }: { readonly id: string | null; readonly node: string | null }, text: string): void {
    notes.writing = null
    const words = text.trim()
    const name = nameOf(store.document, node)
    if (id === null) {
      if (words === '') return
      store.edit(t('notes.added', { name }), (document) => addNote(document, node, words))
      session.announce(t('notes.noted', { name }))
    } else {
      const before = store.document
      const label = words === '' ? t('notes.removed', { name }) : t('notes.changed', { name })
      store.edit(label, (document) => setNote(document, id, words))
      if (store.document !== before) session.announce(`${label}.`)
    }
  }

  const leave = (): void => {
    notes.writing = null
  }

  /** The frame around just what is selected. */
  const chosenFrame = computed((): Frame | null => {
    const ids = store.selectedNodes
    const [closest] = framesAround(store.document, ids)
    return ids.length > 0 && (closest as Frame | undefined) && framed(store.document, closest).length === ids.length
      ? closest
      : null
  })
  const canFrame = computed(() => frameable(store.document, store.selectedNodes) !== null)

  /** A frame around what is selected, or away with the one that is there. */
  function frame(): void {
    if (chosenFrame.value) {
      unframe(chosenFrame.value)
      return
    }
    const ends = frameable(store.document, store.selectedNodes)
    if (!ends) return
    const title = freshTitle(store.document)
    const { document, id } = addFrame(store.document, { title, colour: 'grey', ...ends })
    store.edit(t('notes.framed', { title }), () => document)
    session.announce(t('notes.isFramed', { title }))
    if (session.stackMode === 'graph') notes.titling = id
  }

  function title({ id, title: before }: Frame, words: string): void {
    notes.titling = null
    const after = words.trim()
    if (after === '' || after === before) return
    store.edit(t('notes.titled', { title: after }), (document) => setFrame(document, id, { title: after }))
    session.announce(t('notes.isTitled', { title: after }))
  }

  function paint({ id, title: name }: Frame, colour: Frame['colour']): void {
    store.edit(t('notes.painted', { title: name }), (document) => setFrame(document, id, { colour }))
  }

  function unframe({ id, title: name }: Frame): void {
    store.edit(t('notes.unframed', { title: name }), (document) => removeFrame(document, id))
    session.announce(t('notes.isUnframed', { title: name }))
  }

  /** Selects all that is in a frame. */
  function selectFrame(one: Frame): void {
    store.selectAll(framed(store.document, one).map(({ id }) => id))
  }

  return { write, say, leave, chosenFrame, canFrame, frame, title, paint, unframe, selectFrame }
}

/** What a note is on. */
export function nameOf(document: FlowDocument, node: string | null): string {
  const found = nodeWithId(document, node)
  return found ? labelOf(found) : t('notes.document')
}

function freshTitle({ frames = [] }: FlowDocument): string {
  for (let n = 1; ; n++) {
    const title = t('notes.frame', { n })
    if (!frames.some((frame) => frame.title === title)) return title
  }
}
