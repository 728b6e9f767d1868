import type { BlockEntry, MatrixSetting, Setting, Settings, SettingValue } from '@shared/catalogue/types'
import { significant } from '../charts/numbers'
import { writeIntegers } from '../ui/integerList'
import { writeNumbers } from '../ui/numberList'
import { t } from '../strings/t'

/** True when a setting has a say: it is not bound to another one, or that one has the value it waits for. */
export const applies = (setting: Setting, settings: Settings): boolean =>
  setting.when === undefined || settings[setting.when.key] === setting.when.equals

/** A setting's value in the words of the inspector. */
export function valueWords(setting: Setting, value: SettingValue): string {
  switch (setting.kind) {
    case 'number':
      return significant(Number(value))
    case 'choice':
      return setting.options.find((option) => option.value === value)?.label ?? String(value)
    case 'boolean':
      return t(value === true ? 'editor.values.on' : 'editor.values.off')
    case 'integers':
      return writeIntegers(value as readonly number[] | null) || t('editor.values.notGiven')
    case 'matrix':
      return matrixWords(setting, value as readonly number[] | null)
    case 'text':
      return String(value)
    default:
      return setting satisfies never
  }
}

const matrixWords = ({ form }: MatrixSetting, value: readonly number[] | null): string =>
  form === 'square'
    ? writeNumbers(value, true) || t('editor.values.identity')
    : writeNumbers(value, false) || t('editor.values.zero')

/**
 * The settings that tell a block from its neighbours, in a few words: a network as width × depth, choices by their
 * first word, and whatever is not at its default.
 */
export function summary(settingsOf: readonly Setting[], settings: Settings): string {
  const typed = settingsOf.find(({ kind }) => kind === 'text')
  if (typed !== undefined) return mapWords(typed, settingsOf, settings)
  const { width, depth } = settings
  const network = typeof width === 'number' && typeof depth === 'number' ? [`${String(depth)} × ${String(width)}`] : []
  const words = settingsOf
    .filter((setting) => setting.key !== 'width' && setting.key !== 'depth' && applies(setting, settings))
    .filter((setting) => isTelling(setting, settings[setting.key] ?? setting.default))
    .map((setting) => pieceOf(setting, settings[setting.key] ?? setting.default))
  return [...words, ...network].join(' · ')
}

/** A map as it is typed, with its interval where that is one of its own; nothing of one that is as it was at first. */
function mapWords(typed: Setting, settingsOf: readonly Setting[], settings: Settings): string {
  const [from, to] = settingsOf.filter(({ kind }) => kind === 'number')
  const valueOf = (setting: Setting): SettingValue => settings[setting.key] ?? setting.default
  const isOwn = (setting: Setting): boolean => isTelling(setting, valueOf(setting))
  const words = (setting: Setting): string => valueWords(setting, valueOf(setting))
  if (![typed, from, to].some(isOwn)) return ''
  const interval = isOwn(from) || isOwn(to) ? [t('editor.values.interval', { from: words(from), to: words(to) })] : []
  return [`${typed.label} = ${words(typed)}`, ...interval].join(' · ')
}

const telling = new Set(['mask', 'order', 'bins'])

const isTelling = (setting: Setting, value: SettingValue): boolean =>
  telling.has(setting.key) || JSON.stringify(value) !== JSON.stringify(setting.default)

function pieceOf(setting: Setting, value: SettingValue): string {
  if (setting.kind === 'choice') return valueWords(setting, value).split(/[:(]/)[0].trim().toLowerCase()
  if (setting.kind === 'boolean') {
    const label = setting.label.toLowerCase()
    return value === true ? label : t('editor.values.without', { label })
  }
  return `${setting.label.toLowerCase()} ${valueWords(setting, value)}`
}

/** A block's formula in a line; of one that is inverted it leads from x to z: both are exchanged. */
export const lineOf = ({ line }: BlockEntry, inverted: boolean): string =>
  inverted ? line.replace(/\b[xz](?=\b|_)/g, (letter) => (letter === 'x' ? 'z' : 'x')) : line
