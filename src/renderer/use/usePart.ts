import { computed, type Ref, type WritableComputedRef } from 'vue'

/** A part of a plain object as a model of its own: written, it puts another object with it in the old one's place. */
export const usePart = <T extends object, K extends keyof T>(whole: Ref<T>, key: K): WritableComputedRef<T[K]> =>
  computed({
    get: () => whole.value[key],
    set: (value) => {
      whole.value = { ...whole.value, [key]: value }
    },
  })
