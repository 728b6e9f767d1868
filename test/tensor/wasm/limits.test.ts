import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWasmBackend, type WasmOptions } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'

afterEach(() => vi.unstubAllGlobals())

const backend = (changes: Partial<WasmOptions> = {}) =>
  createWasmBackend({
    precision: 'float32',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 26,
    now: () => 0,
    ...changes,
  })

/** Sums of rows by weights, and what makes one program another. */
function sums(rows: number, plus = 0): Program {
  const b = new Builder()
  const [x, w] = [b.rows('x', [rows, 4]), b.input('w', [4, 8])]
  return b.program('sums', { sum: b.sum(b.tanh(b.add(b.matmul(x, w), plus)), [0]) })
}

/** Counts what is made of WebAssembly from now on. */
function watch() {
  const real = WebAssembly
  const made = { modules: 0, memories: 0 }
  const counting = (name: 'Module' | 'Memory', what: keyof typeof made) =>
    new Proxy(real[name], {
      construct: (target, given: unknown[]) => {
        made[what]++
        return Reflect.construct(target, given) as object
      },
    })
  const { Instance } = real
  vi.stubGlobal('WebAssembly', {
    Instance,
    Module: counting('Module', 'modules'),
    Memory: counting('Memory', 'memories'),
  })
  return made
}

describe('a compiled backend', () => {
  it('refuses a program that needs too much memory, with its size, before it takes any', async () => {
    const [small, limited] = [backend(), backend({ memoryLimit: 2 ** 20 })]
    const made = watch()
    await expect(limited.prepare(sums(2 ** 18))).rejects.toThrow(
      /^"sums" needs \d+ MiB of memory, of which there are 1 MiB\. Make the batch or the flow smaller\.$/,
    )
    expect(made).toEqual({ modules: 0, memories: 0 })
    await expect(small.prepare(sums(2 ** 18))).resolves.toBeDefined()
  })

  it('needs memory for the rows and for each thread’s tile, not for every step of the way', async () => {
    const b = new Builder()
    let x: Node = b.rows('x', [2 ** 16, 8])
    for (let i = 0; i < 40; i++) x = b.tanh(b.matmul(x, b.input(`w${i}`, [8, 8])))
    const deep = b.program('deep', { sum: b.sum(x) })
    await expect(backend({ memoryLimit: 3 * 2 ** 20 }).prepare(deep)).resolves.toBeDefined() // its rows are 2 MiB
  })

  it('compiles a program once, however often it is traced, as long as it is among the last', async () => {
    const kept = backend()
    const made = watch()
    await kept.prepare(sums(64))
    await kept.prepare(sums(64))
    expect(made).toEqual({ modules: 1, memories: 2 })
    for (let plus = 1; plus < 48; plus++) await kept.prepare(sums(64, plus))
    await kept.prepare(sums(64))
    expect(made.modules).toBe(48)
    await kept.prepare(sums(64, 48)) // one too many: the least recently used goes
    await kept.prepare(sums(64))
    expect(made.modules).toBe(49)
    await kept.prepare(sums(64, 1))
    expect(made.modules).toBe(50)
  })

  it('keeps programs of one code apart', async () => {
    const kept = backend()
    const [first, second] = [await kept.prepare(sums(64)), await kept.prepare(sums(64))]
    first.write('x', new Float64Array(256).fill(1))
    first.write('w', new Float64Array(32).fill(1))
    await first.run()
    await second.run()
    expect([...(await second.read('w')), ...(await second.read('sum'))].every((value) => value === 0)).toBe(true)
    expect((await first.read('sum'))[0]).toBeCloseTo(64 * Math.tanh(4), 3)
  })

  it('cannot be had without SIMD, and says so', () => {
    expect(() => backend({ features: { ...detectFeatures(), simd: false } })).toThrow(
      'WebAssembly has no SIMD here, which compiled programs are made of',
    )
  })

  it('says what it makes use of', () => {
    const features = { ...detectFeatures(), fused: true, missing: [] }
    expect(backend({ features }).uses).toBe('4 lanes of float32, fused multiply-add, one thread')
    const lacking = { ...features, fused: false, missing: ['Something is missing.'] }
    expect(backend({ precision: 'float64', features: lacking }).uses).toBe(
      '2 lanes of float64, one thread. Something is missing',
    )
  })
})
