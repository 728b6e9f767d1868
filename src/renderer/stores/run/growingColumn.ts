/** A column of numbers that grows at the end; room doubles, so that appending costs the same however long it is. */
export class GrowingColumn {
  #values = new Float64Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The entries so far, without a copy; a later append may move them. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  /** The newest entry; −∞ when there is none. */
  get last(): number {
    return this.#length === 0 ? -Infinity : this.#values[this.#length - 1]
  }

  push(value: number): void {
    this.#reserve(this.#length + 1)
    this.#values[this.#length++] = value
  }

  append(values: Float64Array): void {
    this.#reserve(this.#length + values.length)
    this.#values.set(values, this.#length)
    this.#length += values.length
  }

  truncate(length: number): void {
    this.#length = Math.min(this.#length, length)
  }

  /** How many entries of an ascending column are below `limit`. */
  countBelow(limit: number): number {
    let [low, high] = [0, this.#length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#values[middle] < limit) low = middle + 1
      else high = middle
    }
    return low
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return
    const grown = new Float64Array(Math.max(length, 2 * this.#values.length))
    grown.set(this.values)
    this.#values = grown
  }
}
