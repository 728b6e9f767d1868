import { inject, provide, type InjectionKey } from 'vue'

/** The header of the hero. */
const usual = 'view-controls'

const key: InjectionKey<() => string> = Symbol('controls')

/** The id of the element that takes the controls of the stage below; null where the usual one does. */
export const provideControlsPlace = (id: () => string | null): void => {
  provide(key, () => id() ?? usual)
}

/** Where a stage puts its controls: the header of the hero, where nothing else is said. */
export const useControlsPlace = (): (() => string) => inject(key, () => () => usual, true)
