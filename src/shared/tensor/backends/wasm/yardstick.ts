import { i32, op } from './assembler/expression'
import type { FunctionBuilder } from './assembler/functionBuilder'
import { ModuleBuilder } from './assembler/moduleBuilder'
import type { Lanes } from './lanes'

/** A fixed piece of arithmetic by whose rate kernels are judged. The caller warms it up and times it. */
export interface Yardstick {
  /** Its register tile, features by vectors. */
  readonly name: string
  /** Floating-point operations of one run; an addition and a multiplication count one each. */
  readonly flops: number
  run(): void
  /** An entry of the product after a run, and what it should be. */
  entry(row: number, feature: number): { readonly found: number; readonly wanted: number }
}

const [ROWS, TILE, WIDTH] = [512, 64, 64]
const VECTOR_BYTES = 16
const PAGES = 16

/**
 * A plain register-tiled product of 512 × 64 numbers by 64 × 64 weights, on one thread in a memory of its own and sharing
 * no code with the kernels it judges. Which of the two register tiles is faster depends on machine and runtime; the
 * faster is the yardstick.
 */
export const yardsticks = (lanes: Lanes): readonly Yardstick[] => [yardstick(lanes, 2, 4), yardstick(lanes, 4, 2)]

function yardstick(lanes: Lanes, features: number, vectors: number): Yardstick {
  const [batchNumbers, weightNumbers] = [ROWS * WIDTH, WIDTH * WIDTH]
  const module = new ModuleBuilder()
  module.function({ params: [], results: [] }, (f) => { writeProduct(f, lanes, features, vectors) }, 'run') // prettier-ignore
  const memory = new WebAssembly.Memory({ initial: PAGES })
  const numbers = lanes.precision === 'float32' ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer)
  numbers.subarray(0, batchNumbers + weightNumbers).forEach((_, i, all) => {
    all[i] = 1 + (i % 7) / 8 // neither zero nor denormal, whose speed may differ
  })
  const place = (row: number, feature: number) => Math.floor(row / TILE) * TILE * WIDTH + feature * TILE + (row % TILE)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode({ pages: PAGES, shared: false })), {
    env: { memory },
  })
  return {
    name: `${features}×${vectors}`,
    flops: 2 * batchNumbers * WIDTH,
    run: () => {
      exports.run()
    },
    entry: (row, feature) => {
      let wanted = 0
      for (let k = 0; k < WIDTH; k++) wanted += numbers[place(row, k)] * numbers[batchNumbers + k * WIDTH + feature]
      return { found: numbers[batchNumbers + weightNumbers + place(row, feature)], wanted }
    },
  }
}

/** out = x·w; x at 0 and out after the weights are in tiles of 64 rows, each feature-major; w is row-major. */
function writeProduct(f: FunctionBuilder, lanes: Lanes, features: number, vectors: number): void {
  const { bytes } = lanes
  const [featureBytes, weights] = [TILE * bytes, ROWS * WIDTH * bytes]
  const out = weights + WIDTH * WIDTH * bytes
  const each = <T>(visit: (feature: number, vector: number) => T) =>
    Array.from({ length: features * vectors }, (_, i) => visit(Math.floor(i / vectors), i % vectors))
  f.for(i32(0), i32(ROWS * WIDTH * bytes), WIDTH * featureBytes, (tile) => {
    f.for(i32(0), i32(featureBytes), vectors * VECTOR_BYTES, (row) => {
      f.for(i32(0), i32(WIDTH), features, (n) => {
        const x = f.let(op('i32.add', tile, row))
        const w = f.let(op('i32.mul', n, i32(bytes)))
        const sums = each(() => f.let(lanes.constant(0)))
        f.for(i32(0), i32(WIDTH), 1, () => {
          const xs = Array.from({ length: vectors }, (_, v) => f.let(lanes.load(x, v * VECTOR_BYTES)))
          const ws = Array.from({ length: features }, (_, r) => f.let(lanes.loadSplat(w, weights + r * bytes)))
          each((r, v) => { f.set(sums[r * vectors + v], lanes.madd(xs[v], ws[r], sums[r * vectors + v])) }) // prettier-ignore
          f.set(x, op('i32.add', x, i32(featureBytes)))
          f.set(w, op('i32.add', w, i32(WIDTH * bytes)))
        })
        const to = f.let(op('i32.add', op('i32.add', tile, row), op('i32.mul', n, i32(featureBytes))))
        each((r, v) => { lanes.store(f, to, sums[r * vectors + v], out + r * featureBytes + v * VECTOR_BYTES) }) // prettier-ignore
      })
    })
  })
}
