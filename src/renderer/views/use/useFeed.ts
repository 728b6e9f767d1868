import { watch, type Ref } from 'vue'

/** Passes values on to a picture whenever they or the picture change, and asks for a draw each time. */
export function useFeed<Picture>(picture: Readonly<Ref<Picture | null>>, redraw: () => void) {
  return <Value>(source: () => Value, give: (to: Picture, value: Value) => void): void => {
    // Among several sources a shallow ref would have all of them passed on again, whatever else had changed.
    watch([source, () => picture.value] as const, ([value, to]) => {
      if (to === null) return
      give(to, value)
      redraw()
    })
  }
}
