import { describe, expect, it } from 'vitest'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { zerosOfWeight } from '@shared/tensor/backends/analysis/zeros'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { distance } from '../support/run'

/** A masked layer as MADE has them: y = tanh(x (W ∘ M) + b), and gradients of Σ y² by x, W and b. */
function layer(rows: number, inner: number, outer: number, present: (k: number, n: number) => boolean) {
  const b = new Builder()
  const x = b.rows('x', [rows, inner])
  const [w, bias] = [b.input('w', [inner, outer]), b.input('bias', [outer])]
  const mask = Array.from({ length: inner * outer }, (_, i) => (present(Math.floor(i / outer), i % outer) ? 1 : 0))
  const y = b.tanh(b.add(b.matmul(x, b.mul(w, b.constant(mask, [inner, outer]))), bias))
  const [dx, dw, dBias] = gradient(b, b.sum(b.square(y)), [x, w, bias])
  return b.program('masked layer', { y, dx, dw, dBias })
}

const waves = (length: number, seed: number) => Float64Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i))

const masks: Record<string, (k: number, n: number) => boolean> = {
  'a triangle': (k, n) => n > k,
  'degrees in turn': (k, n) => n % 7 >= k % 7,
  'columns that see nothing': (k, n) => n % 3 === 0 && k % 2 === 0,
  'no pattern': (k, n) => (k * 31 + n * 17 + k * n) % 5 < 2,
}

describe.each(['float32', 'float64'] as const)('products with masked weights in %s', (precision) => {
  const features = detectFeatures()
  const backends = [true, false].map((fused) =>
    createWasmBackend({
      precision,
      features: { ...features, fused: fused && features.fused },
      pool: null,
      threads: 1,
      memoryLimit: 2 ** 30,
      now: () => 0,
    }),
  )

  it.each(Object.entries(masks))('equal the reference, and so do gradients: %s', async (_, present) => {
    for (const [rows, inner, outer] of [
      [70, 64, 64],
      [9, 33, 41],
      [131, 41, 32],
    ] as const)
      // prettier-ignore
      for (const backend of backends) {
        const program = layer(rows, inner, outer, present)
        const masked = program.nodes.filter((node) => zerosOfWeight(node) !== null)
        expect(masked, 'matrices whose zeros are skipped').not.toEqual([])
        const inputs = { x: waves(rows * inner, 1), w: waves(inner * outer, 2), bias: waves(outer, 3) }
        const expected = interpret(program, new Map(Object.entries(inputs)))
        const executable = await backend.prepare(program)
        for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
        for (let run = 0; run < 2; run++) await executable.run()
        for (const [name, values] of expected)
          expect(distance(await executable.read(name), values), name).toBeLessThan(precision === 'float32' ? 1e-4 : 1e-11)
        executable.dispose()
      }
  })
})
