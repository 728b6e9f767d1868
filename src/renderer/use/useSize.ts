import { onBeforeUnmount, onMounted, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The element's content size in CSS pixels, kept up to date while mounted; 0 × 0 before it is laid out. */
export function useSize(element: Readonly<Ref<HTMLElement | null>>): Readonly<ShallowRef<Size>> {
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const observer = new ResizeObserver((entries) => {
    const { width, height } = entries[entries.length - 1].contentRect
    if (width !== size.value.width || height !== size.value.height) size.value = { width, height }
  })
  onMounted(() => {
    if (element.value !== null) observer.observe(element.value)
  })
  onBeforeUnmount(() => {
    observer.disconnect()
  })
  return size
}
