/** A square matrix's inverse, row by row, with the logarithm and the sign of its determinant. */
export interface Inverted {
  readonly inverse: Float64Array
  readonly logAbsDet: number
  readonly sign: 1 | -1
}

/**
 * Inverts an n × n matrix, row by row, by Gauss–Jordan elimination with partial pivoting. Null when it is singular to
 * working precision: when, with every row scaled to a largest entry of 1, a pivot is lost in rounding.
 */
export function invertMatrix(entries: ArrayLike<number>, n: number): Inverted | null {
  const rows = Array.from({ length: n }, (_, i) => {
    const own = Float64Array.from({ length: n }, (_, j) => entries[i * n + j])
    return {
      own,
      image: Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
      scale: Math.max(...own.map(Math.abs)),
    }
  })
  if (rows.some(({ scale }) => scale === 0)) return null
  let logAbsDet = 0
  let sign: 1 | -1 = 1
  const flip = () => (sign = sign === 1 ? -1 : 1)
  for (let k = 0; k < n; k++) {
    const size = (i: number) => Math.abs(rows[i].own[k]) / rows[i].scale
    let best = k
    for (let i = k + 1; i < n; i++) if (size(i) > size(best)) best = i
    if (!(size(best) > 4 * n * Number.EPSILON)) return null
    if (best !== k) {
      ;[rows[k], rows[best]] = [rows[best], rows[k]]
      flip()
    }
    const pivot = rows[k].own[k]
    logAbsDet += Math.log(Math.abs(pivot))
    if (pivot < 0) flip()
    for (const values of [rows[k].own, rows[k].image]) for (let j = 0; j < n; j++) values[j] /= pivot
    rows[k].scale /= Math.abs(pivot)
    for (let i = 0; i < n; i++) {
      const factor = i === k ? 0 : rows[i].own[k]
      if (factor === 0) continue
      for (let j = 0; j < n; j++) {
        rows[i].own[j] -= factor * rows[k].own[j]
        rows[i].image[j] -= factor * rows[k].image[j]
      }
    }
  }
  return { inverse: Float64Array.from(rows.flatMap(({ image }) => [...image])), logAbsDet, sign }
}
