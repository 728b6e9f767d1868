/** A number for a sentence: four digits are enough to find it again. */
export function number(value: number): string {
  const short = Number(value.toPrecision(4))
  const near = Math.abs(short) < 1e-9 ? 0 : short // a place found by bisection
  return String(near).replace('-', '−').replace('e−', 'e-').replace('e+', 'e')
}

export const span = (from: number, to: number): string => `${number(from)} … ${number(to)}`
