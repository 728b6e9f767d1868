import { yardsticks, type Yardstick } from '@shared/tensor/backends/wasm/yardstick'
import { describe, expect, it } from 'vitest'
import { arithmetics } from './support/kernel'

const rows = [0, 1, 63, 64, 255, 511]
const run = ({ program }: Yardstick, thread: number): void => {
  ;(program.instance.exports['run'] as (thread: number) => void)(thread)
}
const features = [0, 1, 2, 3, 62, 63]

describe.each(arithmetics)('the yardstick, %s', (_, lanes) => {
  const digits = lanes.precision === 'float32' ? 5 : 13
  it.each(yardsticks(lanes).map((yardstick) => [yardstick.name, yardstick] as const))(
    'really multiplies, in tiles of %s',
    (_name, yardstick) => {
      const { entry } = yardstick
      run(yardstick, 0)
      for (const row of rows)
        for (const feature of features) {
          const { found, wanted } = entry(row, feature)
          expect(found / wanted).toBeCloseTo(1, digits)
        }
    },
  )

  it('gives each of several threads numbers of its own', () => {
    const [three] = yardsticks(lanes, 3)
    const { program, flops, entry } = three
    const [one] = yardsticks(lanes)
    expect(flops).toBe(3 * one.flops)
    expect(program.threads).toBe(3)
    const words = new Int32Array(program.memory.buffer)
    words[0] = 1 // a failed thread, for which nobody waits at the end
    for (const thread of [0, 1, 2]) {
      expect(entry(511, 63, thread).found).toBe(0)
      run(three, thread)
    }
    for (const thread of [0, 1, 2])
      for (const row of rows)
        for (const feature of features) {
          const { found, wanted } = entry(row, feature, thread)
          expect(found / wanted).toBeCloseTo(1, digits)
        }
    expect(entry(511, 63, 1).wanted).not.toBe(entry(511, 63, 0).wanted)
  })
})
