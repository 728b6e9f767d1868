import { Builder } from '../../tensor/ir/builder'
import type { Backend } from '../../tensor/runtime/backend'
import type { Configuration } from './configurations'
import { trainStepTime } from './measures'
import { time } from './stopwatch'

/** How fast a backend is, found in about a second. */
export interface Speed {
  /** The flow that was trained. */
  readonly of: string
  readonly stepsPerSecond: number
  /** 10⁹ floating-point operations a second of a matrix product. */
  readonly gflops: number
}

/** So small that the slowest backend takes some steps in the time there is. */
const flow: Configuration = { family: 'realnvp', depth: 4, width: 32, batch: 256, dims: 2 }
const FLOW = 'RealNVP 4 × (2×32), batch 256'
/** Rows, inner length and columns of the product: those of a wide conditioner's layer. */
const [ROWS, INNER, COLUMNS] = [4096, 128, 128] as const
const SECONDS = 0.4

/** A training step and a product on a backend; `now` gives milliseconds. */
export async function measureBackend(backend: Backend, now: () => number): Promise<Speed> {
  const watch = { now, seconds: SECONDS }
  const { ms } = await trainStepTime(flow, backend, watch)
  const product = await backend.prepare(productProgram())
  try {
    const timing = await time(watch, async () => {
      await product.run()
      await product.read('total') // what a device was only told to do is done by then
    })
    return { of: FLOW, stepsPerSecond: 1000 / ms, gflops: (2 * ROWS * INNER * COLUMNS) / timing.ms / 1e6 }
  } finally {
    product.dispose()
  }
}

function productProgram() {
  const b = new Builder()
  const product = b.matmul(b.rows('x', [ROWS, INNER]), b.input('w', [INNER, COLUMNS]))
  return b.program('product', { total: b.sum(product, [0, 1]) })
}
