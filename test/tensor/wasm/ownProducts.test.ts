import { ownProducts } from '@shared/tensor/backends/wasm/ownProducts'
import { describe, expect, it } from 'vitest'
import { arithmetics } from './support/kernel'

const places = [0, 1, 7, 31, 62, 63]

describe.each(arithmetics)('products of compiled programs by themselves, %s', (_, lanes) => {
  const digits = lanes.precision === 'float32' ? 5 : 13

  it.each(ownProducts(lanes).map((product) => [product.form, product] as const))(
    'really multiply: %s',
    (_form, product) => {
      for (const first of places)
        for (const second of places)
          expect(product.entry(first, second).found).not.toBe(product.entry(first, second).wanted)
      product.run()
      product.run() // replaces what the first run left
      for (const first of places)
        for (const second of places) {
          const { found, wanted } = product.entry(first, second)
          expect(found / wanted).toBeCloseTo(1, digits)
        }
    },
  )
})
