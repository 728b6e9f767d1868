import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { groupAround } from '@shared/document/chain'
import { repeatedId } from '@shared/document/expand'
import type { FlowDocument, GroupNode } from '@shared/document/schema'

/** Which repeat of each group the editor shows: the numbers, settings and thumbnails of its blocks. */
export const useRepeatStore = defineStore('repeats', () => {
  const chosen = shallowRef<Readonly<Record<string, number>>>({})

  /** 1 to the group's repeats. */
  const shown = ({ id, repeats }: GroupNode): number => Math.min(repeats, chosen.value[id] ?? 1)

  const show = ({ id }: GroupNode, repeat: number): void => {
    chosen.value = { ...chosen.value, [id]: repeat }
  }

  /** What the flow calls a node of the document: of a group's block, the one of the repeat that is shown. */
  function idInFlow(document: FlowDocument, id: string): string {
    const group = groupAround(document, id)
    return group ? repeatedId(id, shown(group)) : id
  }

  return { shown, show, idInFlow }
})
