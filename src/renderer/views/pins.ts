/** A place that a person wants to keep an eye on. */
export interface Pin {
  /** As written beside the mark, from 1. */
  readonly number: number
  readonly x: number
  readonly y: number
}

/** Most pins at a time. */
export const MOST_PINS = 6

/** With a pin more at (x, y), under the least number that is free; the same pins when there are as many as may be. */
export function withPin(pins: readonly Pin[], x: number, y: number): readonly Pin[] {
  if (pins.length >= MOST_PINS) return pins
  let number = 1
  while (pins.some((pin) => pin.number === number)) number++
  return [...pins, { number, x, y }].sort((a, b) => a.number - b.number)
}

export const withoutPin = (pins: readonly Pin[], number: number): readonly Pin[] =>
  pins.filter((pin) => pin.number !== number)
