import { i32, op, type Expression } from './assembler/expression'
import type { FunctionBuilder } from './assembler/functionBuilder'
import { ModuleBuilder } from './assembler/moduleBuilder'
import type { Lanes } from './lanes'
import { addRun, syncBytes } from './phases'
import type { SharedProgram } from './threadPool'

/** A fixed piece of arithmetic by whose rate kernels are judged. The caller warms it up and times it. */
export interface Yardstick {
  /** Its register tile, features by vectors. */
  readonly name: string
  /** Floating-point operations of one run on all its threads; an addition and a multiplication count one each. */
  readonly flops: number
  /** On one thread its instance is run as it is. */
  readonly program: SharedProgram
  /** An entry of a thread's product after a run, and what it should be. */
  entry(row: number, feature: number, thread?: number): { readonly found: number; readonly wanted: number }
}

const [ROWS, TILE, WIDTH] = [512, 64, 64]
/** Products of one run, so that what it takes to begin and to end does not count. */
const PRODUCTS = 16
const VECTOR_BYTES = 16
const PAGE = 65536

/**
 * A plain register-tiled product of 512 × 64 numbers by 64 × 64 weights, the same on each thread with numbers of its own
 * and sharing no code with the kernels it judges. Which of the two register tiles is faster depends on machine and
 * runtime; the faster is the yardstick.
 */
export const yardsticks = (lanes: Lanes, threads = 1): readonly Yardstick[] => [
  yardstick(lanes, 2, 4, threads),
  yardstick(lanes, 4, 2, threads),
]

function yardstick(lanes: Lanes, features: number, vectors: number, threads: number): Yardstick {
  const [batchNumbers, weightNumbers] = [ROWS * WIDTH, WIDTH * WIDTH]
  const numbersPerThread = 2 * batchNumbers + weightNumbers
  const shared = threads > 1
  const begin = syncBytes(threads)
  const pages = Math.ceil((begin + threads * numbersPerThread * lanes.bytes) / PAGE)
  const module = new ModuleBuilder({ pages, shared })
  const write = (f: FunctionBuilder, thread: Expression): void => {
    const base = f.let(op('i32.add', i32(begin), op('i32.mul', thread, i32(numbersPerThread * lanes.bytes))))
    f.for(i32(0), i32(PRODUCTS), 1, () => {
      writeProduct(f, lanes, base, features, vectors)
    })
  }
  if (shared) addRun(module, [{ pieces: threads, again: false, write: (f, { piece }) => { write(f, piece) } }]) // prettier-ignore
  else module.function({ params: ['i32'], results: [] }, (f) => { write(f, f.param(0)) }, 'run') // prettier-ignore
  const memory = new WebAssembly.Memory({ initial: pages, ...(shared ? { maximum: pages, shared } : {}) })
  const array = lanes.precision === 'float32' ? Float32Array : Float64Array
  const numbersOf = (thread: number) =>
    new array(memory.buffer, begin + thread * numbersPerThread * lanes.bytes, numbersPerThread)
  for (let thread = 0; thread < threads; thread++)
    numbersOf(thread)
      .subarray(0, batchNumbers + weightNumbers)
      .forEach((_, i, all) => {
        all[i] = 1 + ((i + thread) % 7) / 8 // neither zero nor denormal, whose speed may differ
      })
  const place = (row: number, feature: number) => Math.floor(row / TILE) * TILE * WIDTH + feature * TILE + (row % TILE)
  const compiled = new WebAssembly.Module(module.encode())
  const instance = new WebAssembly.Instance(compiled, { env: { memory } })
  return {
    name: `${features}×${vectors}`,
    flops: PRODUCTS * threads * 2 * batchNumbers * WIDTH,
    program: { module: compiled, memory, instance, threads },
    entry: (row, feature, thread = 0) => {
      const numbers = numbersOf(thread)
      let wanted = 0
      for (let k = 0; k < WIDTH; k++) wanted += numbers[place(row, k)] * numbers[batchNumbers + k * WIDTH + feature]
      return { found: numbers[batchNumbers + weightNumbers + place(row, feature)], wanted }
    },
  }
}

/** out = x·w; x at `base` and out after the weights are in tiles of 64 rows, each feature-major; w is row-major. */
function writeProduct(f: FunctionBuilder, lanes: Lanes, base: Expression, features: number, vectors: number): void {
  const { bytes } = lanes
  const [featureBytes, weights] = [TILE * bytes, ROWS * WIDTH * bytes]
  const out = weights + WIDTH * WIDTH * bytes
  const each = <T>(visit: (feature: number, vector: number) => T) =>
    Array.from({ length: features * vectors }, (_, i) => visit(Math.floor(i / vectors), i % vectors))
  f.for(i32(0), i32(ROWS * WIDTH * bytes), WIDTH * featureBytes, (tile) => {
    f.for(i32(0), i32(featureBytes), vectors * VECTOR_BYTES, (row) => {
      f.for(i32(0), i32(WIDTH), features, (n) => {
        const rows = f.let(op('i32.add', base, op('i32.add', tile, row)))
        const x = f.let(rows)
        const w = f.let(op('i32.add', base, op('i32.mul', n, i32(bytes))))
        const sums = each(() => f.let(lanes.constant(0)))
        f.for(i32(0), i32(WIDTH), 1, () => {
          const xs = Array.from({ length: vectors }, (_, v) => f.let(lanes.load(x, v * VECTOR_BYTES)))
          const ws = Array.from({ length: features }, (_, r) => f.let(lanes.loadSplat(w, weights + r * bytes)))
          each((r, v) => { f.set(sums[r * vectors + v], lanes.madd(xs[v], ws[r], sums[r * vectors + v])) }) // prettier-ignore
          f.set(x, op('i32.add', x, i32(featureBytes)))
          f.set(w, op('i32.add', w, i32(WIDTH * bytes)))
        })
        const to = f.let(op('i32.add', rows, op('i32.mul', n, i32(featureBytes))))
        each((r, v) => { lanes.store(f, to, sums[r * vectors + v], out + r * featureBytes + v * VECTOR_BYTES) }) // prettier-ignore
      })
    })
  })
}
