import { z } from 'zod'
import { paths } from '../../paths'
import type { Machine } from './machine'

/** What the checking process prints. */
export const Checked = z.object({
  version: z.string(),
  gpu: z.boolean(),
  kernels: z.array(z.string()),
  /** Ops that came out wrong when each ran by itself. */
  faults: z.array(z.string()),
  /** What is wrong with programs as graphs, and where XLA compiles these; null where that was not found out. */
  graph: z.array(z.string()).nullable(),
  xla: z.array(z.string()).nullable(),
})
export type Checked = z.infer<typeof Checked>

export interface Verdict extends Omit<Checked, 'faults' | 'graph' | 'xla'> {
  readonly graph: boolean
  readonly xla: boolean
  /** Why graphs do not run, or XLA does not compile them, in words; null where both are fine. */
  readonly noGraph: string | null
  readonly devices: readonly string[]
  /** Why it computes on the CPU, in words; null when it does not, or nothing was said. */
  readonly noGpu: string | null
}

/**
 * Loads the package in a process of its own and compares every op with the reference, by itself and as graphs. Throws a
 * sentence when ops fail; where the process ends later, what it had not come to does not work.
 */
export async function checkModule(machine: Machine, module: string): Promise<Verdict> {
  const finished = await machine.run(process.execPath, [paths.checkTensorflow, module], {
    // at its most talkative: the names of GPUs, and what is missing, are told nowhere else
    environment: { TF_CPP_MIN_LOG_LEVEL: '0' },
  })
  const { code, out, err } = finished
  const said = out.split('\n').findLast((line) => line.startsWith('{'))
  if (said === undefined) throw new Error(`TensorFlow does not run: ${lastWords(err)}`)
  const { faults, graph, xla, ...checked } = Checked.parse(JSON.parse(said))
  if (faults.length > 0) {
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    throw new Error(`TensorFlow ${checked.version} computes wrongly: ${faults[0]}${more}.`)
  }
  const ended = code === 0 ? [] : [`the process that checked it ended: ${lastWords(err)}`]
  const graphFaults = graph ?? ended
  const xlaFaults = xla ?? ended
  return {
    ...checked,
    devices: devicesIn(err),
    noGpu: checked.gpu ? null : reasonIn(err),
    graph: graph?.length === 0,
    xla: xla?.length === 0,
    noGraph: graphFaults[0] ?? xlaFaults[0] ?? null,
  }
}

/** `… Created device /…/device:GPU:0 with 9635 MB memory: -> device: 0, name: NVIDIA GeForce RTX 2080 Ti, pci bus id: …` */
export function devicesIn(log: string): string[] {
  const names = new Map(
    [...log.matchAll(/device: (\d+), name: ([^,\n]+), pci bus id/g)].map(([, at, name]) => [at, name]),
  )
  return [...names.values()]
}

/** 303 is what CUDA answers without its driver. */
function reasonIn(log: string): string | null {
  if (/Cannot dlopen some GPU libraries/.test(log)) return 'it could not open some of the CUDA libraries'
  if (/Could not find cuda drivers|failed call to cuInit: .*\(303\)/.test(log))
    return 'it found no NVIDIA driver (libcuda.so.1)'
  const [, answer] = /failed call to cuInit: (.*)/.exec(log) ?? []
  return answer === undefined ? null : `the driver answered "${answer}"`
}

/** The last line that says what went wrong: an error's own, before the stack that Node prints. */
function lastWords(err: string): string {
  const lines = err.split('\n').filter((line) => line.trim() !== '')
  return (
    lines.findLast((line) => /^(\w*Error|ended by|diffeo):? /.test(line)) ??
    lines.at(-1) ??
    'it gave no reason'
  ).trim()
}
