import type { Chord } from './chord'

/** In the order in which they are listed. */
export const categories = ['File', 'Edit', 'Stack', 'Training', 'View', 'Picture', 'Help'] as const
export type Category = (typeof categories)[number]

/** Something that a person can have done, by a menu, a button, a key or by its name. */
export interface Command {
  /** What keys and buttons know it by: `stack.duplicate`. */
  readonly id: string
  readonly title: string | (() => string)
  readonly category: Category
  /** Unless a person has chosen others. */
  readonly keys?: Chord | readonly Chord[]
  /** Where its keys work: anywhere, or with the focus in the stack. */
  readonly scope?: 'stack'
  /** Whether its keys work while a text is typed too, if no text can mean them. */
  readonly whileTyping?: true
  /** Whether it can be done now, or in a sentence why not. False hides it from lists: there is nothing it could mean. */
  readonly when?: () => boolean | string
  readonly run: () => unknown
}

export const titleOf = ({ title }: Command): string => (typeof title === 'string' ? title : title())

export const defaultKeys = ({ keys = [] }: Command): readonly Chord[] => (typeof keys === 'string' ? [keys] : keys)

/** Null when it can be done, else why not; empty where there is nothing to say. */
export function refusalOf({ when }: Command): string | null {
  const answer = when?.() ?? true
  return answer === true ? null : answer === false ? '' : answer
}

/** Whether lists show it. */
export const isOffered = ({ when }: Command): boolean => when?.() !== false
