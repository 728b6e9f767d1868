import { t } from '../strings/t'

/**
 * A chord as commands and settings write it: `Ctrl`, `Alt` and `Shift` in this order, then the key, as in `Ctrl+Shift+Z`.
 * `Ctrl` is ⌘ on a Mac. A character that takes Shift on some keyboards is written without it: `?`, `+`.
 */
export type Chord = string

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'getModifierState'>>

const silent = new Set(['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock', 'Dead', 'Unidentified', 'Process'])

/** What is pressed; null while it is modifiers alone. */
export function chordOf(event: KeyPress): Chord | null {
  if (silent.has(event.key)) return null
  // Keyboards that type "{" by AltGr report it as Ctrl and Alt.
  const typed = event.key.length === 1 && (event.getModifierState?.('AltGraph') ?? false)
  const ctrl = !typed && (event.ctrlKey || event.metaKey)
  const alt = !typed && event.altKey
  const key = keyOf(event, alt)
  const shift = event.shiftKey && (key.length > 1 || isLetter(key))
  return [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+')
}

function keyOf({ key, code }: KeyPress, alt: boolean): string {
  if (key === ' ') return 'Space'
  // With Alt a Mac types other characters.
  const plain = alt ? (/^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key) : key
  return plain.length === 1 ? plain.toUpperCase() : plain
}

const isLetter = (key: string): boolean => key.toUpperCase() !== key.toLowerCase()

const parts = /^(Ctrl\+)?(Alt\+)?(Shift\+)?(.+)$/

/** Whether it is more than a character, so that it can be meant while a text is typed. */
export const isBeyondText = (chord: Chord): boolean => /^(Ctrl|Alt)\+|^F\d/.test(chord)

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  '-': '−',
}

/** As it is shown to people: `Ctrl Shift Z`, on a Mac `⇧⌘Z`. */
export function chordWords(chord: Chord, mac = isMac()): string {
  const [, ctrl, alt, shift, key] = parts.exec(chord) ?? ['', '', '', '', chord]
  const sign = signs[key] ?? key
  if (mac) return [alt && '⌥', shift && '⇧', ctrl && '⌘', sign].filter(Boolean).join('')
  return [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', sign].filter(Boolean).join(' ')
}

/** As `aria-keyshortcuts` has it. */
export function chordForAria(chord: Chord, mac = isMac()): string {
  const [, ctrl, alt, shift, key] = parts.exec(chord) ?? ['', '', '', '', chord]
  return [ctrl && (mac ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift', key === '+' ? 'plus' : key]
    .filter(Boolean)
    .join('+')
}

const reserved: Readonly<Record<string, ((keys: string) => string) | undefined>> = {
  Tab: (keys) => t('gestures.reserved.moves', { keys }),
  'Shift+Tab': (keys) => t('gestures.reserved.movesBack', { keys }),
  Enter: (keys) => t('gestures.reserved.presses', { keys }),
  Space: (keys) => t('gestures.reserved.presses', { keys }),
}

/** Why a chord cannot be given to a command; null when it can. */
export function chordFault(chord: Chord): string | null {
  return reserved[chord]?.(chordWords(chord)) ?? null
}
