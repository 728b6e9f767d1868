import { defineStore } from 'pinia'
import { closedTabs } from './workspace/closedTabs'
import { keepingTabs } from './workspace/keeping'
import { openings } from './workspace/opening'
import { openTabs } from './workspace/openTabs'

/**
 * The open documents, of which `documentStore` has the one on the screen. Each keeps its history, selection and run while
 * another is shown, closing asks nothing because a closed tab can be opened again, and all of them come back next time.
 */
export const useWorkspaceStore = defineStore('workspace', () => {
  const open = openTabs()
  const { entries, shown, show, showNext, move, turnEngine, stateOf } = open
  const closed = closedTabs(open)

  return {
    tabs: entries,
    shown,
    show,
    showNext,
    move,
    turnEngine,
    /** Documents of the other tabs, to hold one against. */
    stateOf,
    ...closed,
    ...openings(open, closed),
    ...keepingTabs(open, closed),
  }
})
