import { yardsticks } from '@shared/tensor/backends/wasm/yardstick'
import { describe, expect, it } from 'vitest'
import { arithmetics } from './support/kernel'

describe.each(arithmetics)('the yardstick, %s', (_, lanes) => {
  it.each(yardsticks(lanes).map((yardstick) => [yardstick.name, yardstick] as const))(
    'really multiplies, in tiles of %s',
    (_name, { run, entry }) => {
      run()
      for (const row of [0, 1, 63, 64, 255, 511])
        for (const feature of [0, 1, 2, 3, 62, 63]) {
          const { found, wanted } = entry(row, feature)
          expect(found / wanted).toBeCloseTo(1, lanes.precision === 'float32' ? 5 : 13)
        }
    },
  )
})
