import { loadTensorflow, type Tensorflow } from '../../src/main/tensorflow/load'

/** Devices that must be there: `DIFFEO_REQUIRE=tensorflow,webgpu`, as in continuous integration. */
const required = (process.env['DIFFEO_REQUIRE'] ?? '').split(',')

/** The libtensorflow that is set up on this machine, or why there is none. Throws where it is required. */
export async function findTensorflow(): Promise<Tensorflow | string> {
  try {
    return await loadTensorflow()
  } catch (error) {
    if (required.includes('tensorflow')) throw error
    const reason = error instanceof Error ? error.message : String(error)
    console.warn(`Skipped: ${reason}`)
    return reason
  }
}
