/**
 * For each of rows [n, width] the first one that is equal to it: itself where it has not come before. 0 and −0 are equal, and
 * so are two NaN.
 */
export function firstEqual(values: Float64Array, width: number): Int32Array {
  const count = width === 0 ? 0 : values.length / width
  const first = new Int32Array(count)
  // open addressing: each place holds a row + 1
  const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)))
  const mask = places.length - 1
  const hashes = rowHashes(values, width)
  for (let row = 0; row < count; row++) {
    let place = hashes[row] & mask
    for (;;) {
      const met = places[place] - 1
      if (met < 0) {
        places[place] = row + 1
        first[row] = row
        break
      }
      if (hashes[met] === hashes[row] && same(values, width, met, row)) {
        first[row] = met
        break
      }
      place = (place + 1) & mask
    }
  }
  return first
}

/** 32 bits for each row: the bits of its numbers, folded and multiplied. */
function rowHashes(values: Float64Array, width: number): Int32Array {
  const hashes = new Int32Array(values.length / width)
  const number = new Float64Array(1)
  const bits = new Int32Array(number.buffer)
  for (let row = 0, at = 0; row < hashes.length; row++) {
    let hash = 0x243f6a88
    for (let c = 0; c < width; c++) {
      number[0] = values[at++] + 0 // −0 becomes 0
      hash = Math.imul(hash ^ bits[0], 0x85ebca6b)
      hash = Math.imul(hash ^ (hash >>> 15) ^ bits[1], 0xc2b2ae35)
    }
    hashes[row] = hash ^ (hash >>> 13)
  }
  return hashes
}

function same(values: Float64Array, width: number, a: number, b: number): boolean {
  for (let c = 0; c < width; c++) {
    const [x, y] = [values[a * width + c], values[b * width + c]]
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false
  }
  return true
}
