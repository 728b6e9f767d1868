/** Opaque where a value is negative and clear elsewhere, top row first. Answers whether any was. */
export function negativeMask(image: ImageData, values: Float32Array): boolean {
  const n = image.width
  let any = false
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const negative = values[(n - 1 - row) * n + column] < 0
      any ||= negative
      image.data[4 * (row * n + column) + 3] = negative ? 255 : 0
    }
  }
  return any
}
