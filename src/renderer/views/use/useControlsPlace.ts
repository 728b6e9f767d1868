import { inject, provide, type InjectionKey } from 'vue'

const key: InjectionKey<string> = Symbol('controls')

/** The id of the element that takes the controls of the stage below. */
export const provideControlsPlace = (id: string): void => {
  provide(key, id)
}

/** Where a stage puts its controls: the header of the hero, where nothing else is said. */
export const useControlsPlace = (): string => inject(key, 'view-controls')
