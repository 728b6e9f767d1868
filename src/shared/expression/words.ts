/** A value for a sentence, to four digits. */
export const number = (value: number): string =>
  String(Number(value.toPrecision(4)) + 0) // no −0
    .replace('-', '−')
    .replace('e-', 'e−')
    .replace('e+', 'e')

/** A place on the axis of z, which was found to a billionth of the interval at best. */
export const place = (z: number): string => number(Number(z.toFixed(6)))

export const span = (from: number, to: number): string => `${place(from)} … ${place(to)}`
