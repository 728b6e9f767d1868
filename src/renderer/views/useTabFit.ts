import { computed, onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import { fittingTabs, lineOf } from './tabFit'

const TAB_GAP = 16
/** Of the button that opens the menu with the tabs that have no room. */
const MENU_WIDTH = 68

interface Measures {
  readonly tabs: readonly number[]
  /** What tabs and controls may take of the header: all but its buttons. */
  readonly room: number
  readonly controls: number
}

/** Of the stage's header: itself, all tabs at their full width and out of sight, the stage's controls, its own buttons. */
type Parts = Readonly<Record<'header' | 'ruler' | 'controls' | 'tools', Readonly<Ref<HTMLElement | null>>>>

/** How the header of the stage lays itself out: the tabs with room, and whether the controls have a line of their own. */
export function useTabFit(parts: Parts, chosen: () => number) {
  const measures = shallowRef<Measures>({ tabs: [], room: Number.POSITIVE_INFINITY, controls: 0 })

  function measure(): void {
    const [header, ruler, controls, tools] = [parts.header, parts.ruler, parts.controls, parts.tools].map(
      (part) => part.value,
    )
    if (header === null || ruler === null || controls === null || tools === null) return
    const style = getComputedStyle(header)
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight)
    measures.value = {
      tabs: [...ruler.children].map((tab) => Math.ceil(tab.getBoundingClientRect().width)),
      room: header.clientWidth - padding - tools.offsetWidth - TAB_GAP,
      controls: controls.offsetWidth,
    }
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    for (const { value } of Object.values(parts)) if (value !== null) observer.observe(value)
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
