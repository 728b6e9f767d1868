import { computed, onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import { fittingTabs, lineOf } from './tabFit'

export const TAB_GAP = 16
/** Of the button that opens the menu with the tabs that have no room. */
const MENU_WIDTH = 68

interface Measures {
  readonly tabs: readonly number[]
  /** What tabs and controls may take of the header: all but its buttons. */
  readonly room: number
  readonly controls: number
}

/**
 * How the header of the stage lays itself out: the tabs that have room, and whether the controls stand on a line of
 * their own. `ruler` holds all tabs at their full width, out of sight.
 */
export function useTabFit(
  header: Readonly<Ref<HTMLElement | null>>,
  ruler: Readonly<Ref<HTMLElement | null>>,
  controls: Readonly<Ref<HTMLElement | null>>,
  chosen: () => number,
) {
  const measures = shallowRef<Measures>({ tabs: [], room: Number.POSITIVE_INFINITY, controls: 0 })

  function measure(): void {
    if (header.value === null || ruler.value === null || controls.value === null) return
    const style = getComputedStyle(header.value)
    const buttons = [...header.value.children].filter((child) => child.matches('button, .export'))
    const taken = buttons.reduce((sum, button) => sum + button.clientWidth + TAB_GAP / 2, 0)
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight)
    measures.value = {
      tabs: [...ruler.value.children].map((tab) => Math.ceil(tab.getBoundingClientRect().width)),
      room: header.value.clientWidth - padding - taken,
      controls: controls.value.offsetWidth,
    }
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    for (const { value } of [header, ruler, controls]) if (value !== null) observer.observe(value)
  })
  onBeforeUnmount(() => {
    observer.disconnect()
  })

  const shown = computed(() => {
    const { tabs, room } = measures.value
    return fittingTabs(tabs, TAB_GAP, room, MENU_WIDTH, chosen())
  })
  const apart = computed(() => {
    const { tabs, room, controls: wanted } = measures.value
    return wanted > 0 && lineOf([...tabs.keys()], tabs, TAB_GAP) + TAB_GAP + wanted > room
  })
  return { shown, apart, measured: computed(() => measures.value.tabs.length) }
}
