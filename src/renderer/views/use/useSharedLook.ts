import { inject, onBeforeUnmount, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'

interface Shared {
  readonly value: ShallowRef<unknown>
  users: number
}

const key: InjectionKey<Map<string, Shared>> = Symbol('shared look')

/** The stages below look alike: where the eye of one goes, and to which layer, the others go too. */
export const provideSharedLook = (): void => {
  provide(key, new Map())
}

/**
 * A ref that all stages below have in common by its name, as long as one of them is there: two pictures side by side
 * are compared place by place. The component's own where nobody provides for it.
 */
export function useSharedLook<T>(name: string, initial: T): ShallowRef<T> {
  const all = inject(key, new Map<string, Shared>())
  const shared = all.get(name) ?? { value: shallowRef<unknown>(initial), users: 0 }
  shared.users++
  all.set(name, shared)
  onBeforeUnmount(() => {
    if (--shared.users === 0) all.delete(name)
  })
  return shared.value as ShallowRef<T> // who shares a name shares its type
}
