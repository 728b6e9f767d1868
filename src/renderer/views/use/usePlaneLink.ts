import { inject, onBeforeUnmount, provide, type InjectionKey } from 'vue'
import type { Bounds } from '../bounds'

/** Where the hand has moved one plane to; null for its home. */
type Listener = (bounds: Bounds | null) => void

const key: InjectionKey<Set<Listener>> = Symbol('plane link')

/** All planes below are moved together: two pictures are compared place by place. */
export const providePlaneLink = (): void => {
  provide(key, new Set())
}

/** Follows the other planes, and tells them where the hand has moved this one. */
export function usePlaneLink(follow: Listener): { tell: Listener } {
  const planes = inject(key, null)
  planes?.add(follow)
  onBeforeUnmount(() => planes?.delete(follow))
  return {
    tell(bounds) {
      for (const other of planes ?? []) if (other !== follow) other(bounds)
    },
  }
}
