import { computed, shallowRef } from 'vue'
import type { ComputedRef } from 'vue'
import { useMedia } from './useMedia'

/** Whether this person wants nothing to move by itself, whatever the system says. The session sets it. */
export const stillByChoice = shallowRef(false)

/** Whether nothing is to move by itself, by the system's setting or this person's. */
export function useStill(): ComputedRef<boolean> {
  const asked = useMedia('(prefers-reduced-motion: reduce)')
  return computed(() => asked.value || stillByChoice.value)
}
