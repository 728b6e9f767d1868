/* A lower triangular matrix L of D rows, row by row as far as its diagonal: L₀₀, L₁₀, L₁₁, L₂₀, …; all in place. */

/** L⁻¹ v for the D numbers at `at`. */
export function solveLower(lower: Float64Array, dims: number, values: Float64Array, at: number): void {
  for (let i = 0, place = 0; i < dims; i++) {
    let sum = values[at + i]
    for (let j = 0; j < i; j++) sum -= lower[place++] * values[at + j]
    values[at + i] = sum / lower[place++]
  }
}

/** L v for the D numbers at `at`. */
export function timesLower(lower: Float64Array, dims: number, values: Float64Array, at: number): void {
  for (let i = dims - 1; i >= 0; i--) {
    const start = (i * (i + 1)) / 2
    let sum = 0
    for (let j = 0; j <= i; j++) sum += lower[start + j] * values[at + j]
    values[at + i] = sum
  }
}
