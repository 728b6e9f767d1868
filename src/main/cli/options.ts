import { InvalidArgumentError } from 'commander'

/** A parser of whole numbers in a range, for commander. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}, got "${text}".`)
    return value
  }

/** A parser of finite numbers. */
export function finiteNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`Expected a number, got "${text}".`)
  return value
}

export const seed = wholeNumber(0, 0xffffffff)
export const rowCount = wholeNumber(1, 10_000_000)
