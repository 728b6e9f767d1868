import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'

/** A document whose stack has these blocks, in order z → x. */
export const documentOf = (...types: string[]): FlowDocument =>
  types.reduce(
    (document, type, index) => insertBlock(document, newBlockAt(document, type, index), index),
    newDocument(),
  )

/** Forbids every change to a value and to all that hangs on it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
