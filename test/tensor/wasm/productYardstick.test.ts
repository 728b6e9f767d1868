import { beginRun } from '@shared/tensor/backends/wasm/phases'
import { yardsticks, type Yardstick } from '@shared/tensor/backends/wasm/yardstick'
import { describe, expect, it } from 'vitest'
import { arithmetics } from './support/kernel'

const rows = [0, 1, 63, 64, 255, 511]
/** On the calling thread, which does the others' share too where there are to be several. */
const run = ({ program }: Yardstick): void => {
  const { memory, threads } = program
  if (threads > 1) beginRun(new Int32Array(memory.buffer), { phases: 1, threads })
  ;(program.instance.exports['run'] as (thread: number) => void)(0)
}
const features = [0, 1, 2, 3, 62, 63]

describe.each(arithmetics)('the yardstick, %s', (_, lanes) => {
  const digits = lanes.precision === 'float32' ? 5 : 13
  it.each(yardsticks(lanes).map((yardstick) => [yardstick.name, yardstick] as const))(
    'really multiplies, in tiles of %s',
    (_name, yardstick) => {
      const { entry } = yardstick
      run(yardstick)
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
    for (const thread of [0, 1, 2]) expect(entry(511, 63, thread).found).toBe(0)
    run(three)
    for (const thread of [0, 1, 2])
      for (const row of rows)
        for (const feature of features) {
          const { found, wanted } = entry(row, feature, thread)
          expect(found / wanted).toBeCloseTo(1, digits)
        }
    expect(entry(511, 63, 1).wanted).not.toBe(entry(511, 63, 0).wanted)
  })
})
