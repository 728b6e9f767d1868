import { describe, expect, it } from 'vitest'
import { readContainer, writeContainer } from '@shared/learn/training/container'

const contents = {
  header: { name: 'Zwei Monde ☾ 🌙', step: 12, nested: { list: [1, null, 'a'] } },
  arrays: {
    single: Float64Array.of(1, -0, 0.5, NaN, Infinity),
    double: Float64Array.of(0.1, Math.PI),
    empty: new Float64Array(0),
  },
}

describe('a checkpoint file', () => {
  it('gives back what was written, bit for bit', () => {
    expect(readContainer(writeContainer(contents))).toEqual({ ok: true, value: contents })
  })

  it('keeps an array in four bytes a number where that loses nothing', () => {
    const of = (value: number) =>
      writeContainer({ header: null, arrays: { a: new Float64Array(1000).fill(value) } }).length
    expect(of(0.1) - of(0.5)).toBe(4000)
  })

  it('says what is wrong with a file that was cut short or is something else', () => {
    const bytes = writeContainer(contents)
    for (const bad of [bytes.slice(0, 5), bytes.slice(0, 40), bytes.slice(0, -8), Uint8Array.of(...bytes.keys())]) {
      const outcome = readContainer(bad)
      expect(outcome.ok).toBe(false)
      if (!outcome.ok) expect(outcome.issues[0].message).toMatch(/^Checkpoint: .*start the run again/)
    }
  })
})
