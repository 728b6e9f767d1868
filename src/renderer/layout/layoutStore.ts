import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { z } from 'zod'
import { useSessionStore } from '../stores/sessionStore'
import {
  alike,
  closed,
  fitted,
  LayoutSchema,
  moved,
  opened,
  presets,
  resized,
  widthOf,
  type Layout,
  type Panel,
  type Preset,
  type SideColumn,
  type Width,
} from './layout'
import { t } from '../strings/t'

const KEY = 'diffeo/layout'
const MOST_OWN = 20

const OwnLayout = z.strictObject({ name: z.string().min(1).max(64), layout: LayoutSchema })
export type OwnLayout = z.infer<typeof OwnLayout>
const Kept = z.strictObject({
  now: z.strictObject({
    narrow: LayoutSchema.optional(),
    usual: LayoutSchema.optional(),
    wide: LayoutSchema.optional(),
  }),
  own: z.array(OwnLayout).max(MOST_OWN),
})
type Kept = z.infer<typeof Kept>

/** Where the panels of this person's screen stand, kept from session to session for each class of window widths. */
export const useLayoutStore = defineStore('layout', () => {
  const session = useSessionStore()
  const kept = read()
  const now = shallowRef<Kept['now']>(kept.now)
  const own = shallowRef<readonly OwnLayout[]>(kept.own)
  const windowWidth = shallowRef(window.innerWidth)
  window.addEventListener('resize', () => (windowWidth.value = window.innerWidth))
  /** What stands beside the row takes so much of the window's width, in CSS pixels. */
  const taken = shallowRef(0)
  /** What the name dialog is open for. */
  const naming = shallowRef(false)

  const width = computed<Width>(() => widthOf(windowWidth.value))
  const narrow = computed(() => width.value === 'narrow')
  const layout = computed<Layout>(() => now.value[width.value] ?? presets.design)
  /** What stands in the row: in a narrow window the inspector lies over it instead. */
  const order = computed(() =>
    narrow.value ? layout.value.order.filter((column) => column !== 'inspector') : layout.value.order,
  )
  const sizes = computed(() => fitted(layout.value, windowWidth.value - taken.value, order.value))

  watch([now, own], () => {
    write({ now: now.value, own: [...own.value] })
  })

  const set = (changed: Layout): void => {
    now.value = { ...now.value, [width.value]: changed }
  }
  const isOpen = (panel: Panel): boolean => !layout.value.closed.includes(panel)
  const open = (panel: Panel): void => {
    if (!isOpen(panel)) set(opened(layout.value, panel))
  }
  const toggle = (panel: Panel): void => {
    set(isOpen(panel) ? closed(layout.value, panel) : opened(layout.value, panel))
  }
  const resize = (panel: Panel, size: number): void => {
    set(resized(layout.value, panel, size))
  }
  /** Puts a column so many places to the right in the row, to the left where negative. */
  const shift = (column: SideColumn, by: number): void => {
    set(moved(layout.value, column, layout.value.order.indexOf(column) + by))
  }
  const place = (column: SideColumn, at: number): void => {
    set(moved(layout.value, column, at))
  }
  const turnRun = (): void => {
    set({ ...layout.value, run: layout.value.run === 'below' ? 'above' : 'below' })
  }

  const isPreset = (preset: Preset): boolean => alike(layout.value, presets[preset])
  const isOwn = (name: string): boolean => own.value.some((one) => one.name === name && alike(one.layout, layout.value))
  const use = (chosen: Layout, name: string): void => {
    session.pictureAlone = false
    set(chosen)
    session.announce(t('layout.used', { name }))
  }
  /** Keeps the layout of now by a name; one of the same name is replaced. */
  const save = (name: string): void => {
    const others = own.value.filter((one) => one.name !== name)
    own.value = [...others, { name, layout: layout.value }].slice(-MOST_OWN)
    session.announce(t('layout.saved', { name }))
  }
  const forget = (name: string): void => {
    own.value = own.value.filter((one) => one.name !== name)
    session.announce(t('layout.deleted', { name }))
  }

  return {
    layout,
    order,
    sizes,
    width,
    narrow,
    own,
    taken,
    naming,
    isOpen,
    open,
    toggle,
    resize,
    shift,
    place,
    turnRun,
    isPreset,
    isOwn,
    use,
    save,
    forget,
  }
})

/** What an earlier session kept, as far as it makes sense. */
function read(): Kept {
  const nothing: Kept = { now: {}, own: [] }
  try {
    const found = Kept.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'))
    return found.success ? found.data : nothing
  } catch {
    return nothing // Storage is denied or holds something else: the usual layout is as good as any.
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage is full or denied; the layout then lasts for this session only.
  }
}
