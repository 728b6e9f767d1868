import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Spot } from '../editor/layout'
import type { Point } from './dragStore'

/** Where something is about to be added. */
export interface Request {
  readonly spot: Spot
  /** Where the list opens, in client pixels; null for at the selected node. */
  readonly at: Point | null
}

/** The small list of blocks that opens where one is to be added. */
export const useQuickAddStore = defineStore('quickAdd', () => {
  const request = shallowRef<Request | null>(null)
  const open = (spot: Spot, at: Point | null = null): void => {
    request.value = { spot, at }
  }
  const close = (): void => {
    request.value = null
  }
  /** The wire that a menu was opened at last. */
  const wire = shallowRef<Request | null>(null)
  return { request, open, close, wire }
})
