import { computed, shallowReactive, watch } from 'vue'
import { useSessionStore } from '../../stores/sessionStore'
import type { Exportable } from '../export/exportable'
import { useMomentStore, type Side } from '../momentStore'

/** What a `StagePane` shows to those around it. */
interface Pane {
  readonly reset: () => void
  readonly atHome: boolean
  readonly picture: () => Exportable | null
}

/** The pictures on the screen: one, or two side by side that are compared. */
export function usePanes() {
  const session = useSessionStore()
  const moments = useMomentStore()

  /** Those on the screen. An array of template refs would not tell when another stage takes one's place. */
  const panes = shallowReactive(new Map<Side, Pane>())
  const setPane = (side: Side) => (pane: unknown) => {
    if (pane === null) panes.delete(side)
    else panes.set(side, pane as Pane)
  }
  /** The same functions at every rendering, so that they are called for a new pane only. */
  const setters: Readonly<Record<Side, (pane: unknown) => void>> = { left: setPane('left'), right: setPane('right') }
  const sides = computed((): readonly Side[] => (moments.comparing ? ['left', 'right'] : ['left']))
  const atHome = computed(() => [...panes.values()].every((pane) => pane.atHome))

  function reset(): void {
    for (const pane of panes.values()) pane.reset()
  }

  /** Two pictures side by side need the room of the panels beside them. */
  function compare(): void {
    moments.compare(!moments.comparing)
    session.pictureAlone = moments.comparing
  }

  // Beside the stack there is no room for two pictures.
  watch(
    () => session.pictureAlone,
    (alone) => {
      if (!alone) moments.compare(false)
    },
  )

  /** What is taken away: of two pictures, the one that the timeline moves. */
  const picture = (): Exportable | null => (panes.get(moments.steered) ?? panes.get('left'))?.picture() ?? null

  return { setters, sides, atHome, reset, compare, picture }
}
