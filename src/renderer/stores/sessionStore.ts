import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { ACROSS, type Across } from '../charts/across'
import { SMOOTHINGS, type Smoothing } from '../charts/smoothing'
import { stillByChoice } from '../ui/useStill'

export type ThemeChoice = 'system' | 'dark' | 'light'
/** How close controls stand. */
export type Density = 'comfortable' | 'compact'
/** Whether things move by themselves: as the system has it, or not at all. */
export type Motion = 'system' | 'reduced'
export type StackMode = 'graph' | 'list'

/** How the chart of losses is drawn. */
export interface LossChoice {
  readonly smoothing: Smoothing
  readonly log: boolean
  readonly across: Across
}

interface Kept {
  readonly theme: ThemeChoice
  readonly density: Density
  readonly motion: Motion
  readonly stackMode: StackMode
  /** Groups of the palette that show their heading only. */
  readonly foldedGroups: readonly string[]
  /** Chords of commands that this person has given other keys, by the command's id. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** What was last chosen in the command palette, newest first. */
  readonly recentlyChosen: readonly string[]
  readonly losses: LossChoice
}

const KEY = 'diffeo/session'
/** Milliseconds in which a sentence and a file's name are read at leisure. */
export const WRITTEN_MS = 8000
const defaults: Kept = {
  theme: 'system',
  density: 'comfortable',
  motion: 'system',
  stackMode: 'graph',
  foldedGroups: ['recipes'],
  keys: {},
  recentlyChosen: [],
  losses: { smoothing: 'usual', log: false, across: 'step' },
}

/** How this person likes the screen: theme and layout, kept from session to session, never part of a document. */
export const useSessionStore = defineStore('session', () => {
  const kept = read()
  const theme = shallowRef<ThemeChoice>(kept.theme)
  const density = shallowRef(kept.density)
  const motion = shallowRef(kept.motion)
  const stackMode = shallowRef<StackMode>(kept.stackMode)
  const foldedGroups = shallowRef(kept.foldedGroups)
  const keys = shallowRef(kept.keys)
  const recentlyChosen = shallowRef(kept.recentlyChosen)
  const losses = shallowRef(kept.losses)
  /** Whether the inspector lies over the stage, on screens too narrow to show both. */
  const inspectorOver = shallowRef(false)
  /** Whether the picture has the room of the panels beside it. */
  const pictureAlone = shallowRef(false)
  /** What was just done, for screen readers. */
  const announcement = shallowRef('')
  /** Which file was just written, in a sentence that the screen shows for a while. */
  const written = shallowRef<string | null>(null)
  let reading: ReturnType<typeof setTimeout> | undefined

  const media = window.matchMedia('(prefers-color-scheme: light)')
  const systemTheme = shallowRef<'dark' | 'light'>(media.matches ? 'light' : 'dark')
  media.addEventListener('change', () => (systemTheme.value = media.matches ? 'light' : 'dark'))
  const shownTheme = computed(() => (theme.value === 'system' ? systemTheme.value : theme.value))

  watch(shownTheme, (value) => (window.document.documentElement.dataset.theme = value), {
    immediate: true,
    flush: 'sync',
  })
  watch(density, (value) => (window.document.documentElement.dataset.density = value), {
    immediate: true,
    flush: 'sync',
  })
  watch(
    motion,
    (value) => {
      window.document.documentElement.dataset.motion = value
      stillByChoice.value = value === 'reduced'
    },
    { immediate: true, flush: 'sync' },
  )
  watch([theme, density, motion, stackMode, foldedGroups, keys, recentlyChosen, losses], () => {
    write({
      theme: theme.value,
      density: density.value,
      motion: motion.value,
      stackMode: stackMode.value,
      foldedGroups: foldedGroups.value,
      keys: keys.value,
      recentlyChosen: recentlyChosen.value,
      losses: losses.value,
    })
  })

  const toggleGroup = (group: string): void => {
    const others = foldedGroups.value.filter((folded) => folded !== group)
    foldedGroups.value = others.length < foldedGroups.value.length ? others : [...others, group]
  }
  const showGroup = (group: string): void => {
    foldedGroups.value = foldedGroups.value.filter((folded) => folded !== group)
  }
  const announce = (text: string): void => {
    announcement.value = text
  }
  const announceWritten = (text: string): void => {
    announce(text)
    written.value = text
    clearTimeout(reading)
    reading = setTimeout(() => (written.value = null), WRITTEN_MS)
  }
  onScopeDispose(() => {
    clearTimeout(reading)
  })

  return {
    theme,
    shownTheme,
    systemTheme,
    density,
    motion,
    stackMode,
    foldedGroups,
    toggleGroup,
    showGroup,
    keys,
    recentlyChosen,
    losses,
    inspectorOver,
    pictureAlone,
    announcement,
    announce,
    written,
    announceWritten,
  }
})

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isKeys = (value: unknown): value is Kept['keys'] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isStrings)

function lossChoice(value: unknown): LossChoice {
  const { smoothing, log, across } = (value ?? {}) as Partial<Record<keyof LossChoice, unknown>>
  return {
    smoothing: SMOOTHINGS.find((each) => each === smoothing) ?? defaults.losses.smoothing,
    log: log === true,
    across: ACROSS.find((each) => each === across) ?? defaults.losses.across,
  }
}

/** What an earlier session kept, as far as it makes sense. */
function read(): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const { theme, density, motion, stackMode, foldedGroups, keys, recentlyChosen, losses } = found as Partial<
      Record<keyof Kept, unknown>
    >
    return {
      theme: theme === 'dark' || theme === 'light' ? theme : 'system',
      density: density === 'compact' ? density : 'comfortable',
      motion: motion === 'reduced' ? motion : 'system',
      stackMode: stackMode === 'list' ? 'list' : 'graph',
      foldedGroups: Array.isArray(foldedGroups)
        ? foldedGroups.filter((group) => typeof group === 'string')
        : defaults.foldedGroups,
      keys: isKeys(keys) ? keys : defaults.keys,
      recentlyChosen: isStrings(recentlyChosen) ? recentlyChosen : defaults.recentlyChosen,
      losses: lossChoice(losses),
    }
  } catch {
    // Storage is denied or holds something else: the defaults are as good as any.
    return defaults
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage is full or denied; the layout then lasts for this session only.
  }
}
