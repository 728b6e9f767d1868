import { compileFlow } from '@shared/flow/compile'
import { documentOf, nameOf, type Configuration } from '@shared/learn/bench/configurations'
import { rowsFor } from '@shared/learn/bench/subject'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { thetaLength } from '@shared/learn/theta'
import { Random } from '@shared/math/random'
import { usualSettings, type ComputeSettings } from '@shared/rpc/protocol'
import { lowerFor } from '@shared/tensor/backends/webgpu'
import { costOf } from '@shared/tensor/analysis/cost'
import { optimise } from '@shared/tensor/passes/pipeline'
import type { Backend } from '@shared/tensor/runtime/backend'
import { loadCompiled } from '../../../src/main/engine/compiled'
import { loadGraph } from '../../../src/main/tensorflow/graph/load'
import { loadWebgpu, type WebgpuBackend } from '../../../src/main/engine/webgpu'

/**
 * Times training steps of RealNVP, 8 × (2×64), D = 2, on one backend, in a process of its own: `BACKEND BATCH SECONDS`.
 * Several steps are one run, as in the app; all rows of a run are written before it, all its losses read after it.
 */
const [backendName = 'webgpu', batch = '512', seconds = '3'] = process.argv.slice(2)
const configuration: Configuration = { family: 'realnvp', depth: 8, width: 64, batch: Number(batch), dims: 2 }
/** Steps of a run: fewer where their rows are many. */
const turns = Math.max(1, Math.min(32, Math.floor(2 ** 20 / configuration.batch)))

const document = documentOf(configuration)
const { dims, rowUnits } = await rowsFor(document)
const compiled = compileFlow(document, dims, rowUnits.context.dims)
if (!compiled.ok) throw new Error(compiled.issues[0].message)
const flow = compiled.value
const program = stepProgram(flow, document.training, configuration.batch)

const loaders: Readonly<Record<string, (settings: ComputeSettings) => Promise<Backend> | Backend>> = {
  wasm: loadCompiled,
  tensorflow: (settings) => loadGraph(settings),
  webgpu: loadWebgpu,
}
const backend = await loaders[backendName](usualSettings)
const random = new Random(1)
const rows = Float32Array.from({ length: turns * configuration.batch * dims }, () => random.normal())
const before = performance.now()
const executable = await backend.prepare(program, { turns })
const possible = Math.min(turns, executable.turns ?? 1)
executable.write('theta', flow.initialParameters(random))
const run = async (): Promise<number> => {
  executable.write('x', rows.subarray(0, possible * configuration.batch * dims))
  await executable.run({ turns: possible })
  const losses = await executable.read('loss')
  return losses[losses.length - 1]
}
await run()
const prepareMs = performance.now() - before
const times: number[] = []
let loss = NaN
for (const begun = performance.now(); performance.now() - begun < 1000 * Number(seconds) || times.length < 3;) {
  const start = performance.now()
  loss = await run()
  times.push((performance.now() - start) / possible)
}
times.sort((a, b) => a - b)
const device = (backend as Partial<WebgpuBackend>).device
process.stdout.write(
  `${JSON.stringify({
    name: nameOf(configuration),
    library: 'diffeo',
    variant: backend.name,
    ms: times[Math.floor(times.length / 2)],
    prepare_s: prepareMs / 1000,
    loss,
    uses: backend.uses,
    ...(device && counts(device)),
  })}\n`,
)
executable.dispose()
backend.dispose()

/** Of a step with the sizes of a GPU: its dispatches, FLOPs and bytes, by what they are, and the bytes that it cannot do without. */
function counts(device: GPUDevice) {
  const fast = optimise(program)
  const { kernels, traffic } = lowerFor(fast, device, { turns, software: false })
  const parameters = thetaLength(flow)
  // weights and Adam's moments read and written, the batch read, and both hidden layers of each net kept for the way back
  const kept = 8 * 2 * 64 * configuration.batch
  return {
    dispatches: kernels.length,
    flops: costOf(fast).flops,
    bytes: {
      'state, batch and results': 4 * traffic.lasting,
      'kept for the way back': 4 * traffic.ofRows,
      'parts of sums': 4 * traffic.parts,
      'gradients and copies': 4 * traffic.others,
    },
    ideal_bytes: 4 * (6 * parameters + 2 * configuration.batch + 2 * kept),
  }
}
