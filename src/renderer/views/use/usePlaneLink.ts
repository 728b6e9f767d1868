import { inject, onBeforeUnmount, provide, type InjectionKey } from 'vue'
import type { Bounds } from '../bounds'

/** Where a plane has been moved to by hand; null for its home. */
type Place = Bounds | null

interface Plane {
  follow(place: Place): void
  place(): Place
}

const key: InjectionKey<Set<Plane>> = Symbol('plane link')

/** All planes below are moved together: two pictures are compared place by place. */
export const providePlaneLink = (): void => {
  provide(key, new Set())
}

/** Lets a plane follow the others, if there are any, and tells them where it was moved to. */
export function usePlaneLink(plane: Plane) {
  const planes = inject(key, new Set<Plane>())
  planes.add(plane)
  onBeforeUnmount(() => planes.delete(plane))
  const others = (): Plane[] => [...planes].filter((other) => other !== plane)
  return {
    tell(): void {
      for (const other of others()) other.follow(plane.place())
    },
    /** Goes where the others are. */
    join(): void {
      const place = others().at(0)?.place() ?? null
      if (place !== null) plane.follow(place)
    },
  }
}
