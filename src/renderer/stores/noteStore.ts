import { shallowRef } from 'vue'
import { defineStore } from 'pinia'

/** Which note or title of a frame is being written, wherever it is shown. */
export const useNoteStore = defineStore('notes', () => {
  /** A note of the document, or with `id` null a new one, on a node or on the whole document. */
  const writing = shallowRef<{ readonly id: string | null; readonly node: string | null } | null>(null)
  /** The frame whose title is written in the graph. */
  const titling = shallowRef<string | null>(null)
  return { writing, titling }
})
