/** A letter of a name in pixels, on the average, and the lines that it may take. */
const LETTER = 6.4
const LINES = 2

/** Whether all names can stand side by side, each whole within its `room` in pixels. */
export const besideEachOther = (names: readonly string[], room: number): boolean =>
  names.every((name) => linesOf(name, Math.floor(room / LETTER)) <= LINES)

/** Into how many lines of so many letters a name falls; infinitely many where a word is longer than a line. */
function linesOf(name: string, letters: number): number {
  let [lines, used] = [1, 0]
  for (const word of name.split(/\s+/)) {
    if (word.length > letters) return Infinity
    if (used > 0 && used + 1 + word.length > letters) {
      lines++
      used = word.length
    } else used += (used > 0 ? 1 : 0) + word.length
  }
  return lines
}
