import type { Program } from '../../ir/program'
import type { Executable, Extent } from '../../runtime/backend'
import type { WatchedDevice } from './device'
import type { Location, Lowered } from './lower/lower'
import { BYTES } from './lower/places'

/** Offsets into a uniform buffer are multiples of it on every device. */
const TURN_BYTES = 256

interface Prepared {
  readonly pipelines: readonly GPUComputePipeline[]
  readonly group: GPUBindGroup
  /** All numbers of the program. */
  readonly memory: GPUBuffer
  /** Outputs of each turn, on their way to the host. */
  readonly records: GPUBuffer | null
  readonly all: readonly GPUBuffer[]
}

/** Kernels and their memory, which stays on the device. */
export class WebgpuExecutable implements Executable {
  #turns = 1
  #hasRun = false
  #results: Promise<Float32Array> | null = null

  private constructor(
    readonly program: Program,
    private readonly lowered: Lowered,
    private readonly watched: WatchedDevice,
    private readonly prepared: Prepared,
  ) {}

  static async create(program: Program, lowered: Lowered, watched: WatchedDevice): Promise<WebgpuExecutable> {
    const what = `"${program.name}"`
    const { device } = watched
    const buffers = await watched.make(what, () => makeBuffers(device, lowered))
    try {
      const prepared = await watched.make(what, () => makePipelines(device, lowered, buffers))
      return new WebgpuExecutable(program, lowered, watched, prepared)
    } catch (error) {
      for (const buffer of Object.values(buffers)) buffer?.destroy()
      throw error
    }
  }

  /** The most turns of a run. */
  get turns(): number {
    return this.lowered.turns
  }

  write(name: string, values: ArrayLike<number>): void {
    const location = this.lowered.inputs.get(name)
    const size = location?.size ?? 0
    const turns = size === 0 ? Number(values.length === 0) : values.length / size
    if (!location || !(turns === 1 || (location.perTurn && this.#isTurns(turns))))
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${location ? size : 'no'} values, got ${values.length}`,
      )
    if (values.length > 0)
      this.watched.device.queue.writeBuffer(this.prepared.memory, location.base * BYTES, Float32Array.from(values))
  }

  async run(extent: Extent = {}): Promise<void> {
    this.begin(extent)
    await this.finish()
  }

  begin({ turns = 1 }: Extent = {}): void {
    if (!this.#isTurns(turns)) throw new Error(`internal: "${this.program.name}" does not run ${turns} times`)
    this.watched.check()
    const { device } = this.watched
    const { pipelines, group, memory, records } = this.prepared
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (let turn = 0; turn < turns; turn++) {
      pass.setBindGroup(0, group, [turn * TURN_BYTES])
      this.lowered.kernels.forEach(({ groups: [x, y] }, i) => {
        pass.setPipeline(pipelines[i])
        pass.dispatchWorkgroups(x, y)
      })
    }
    pass.end()
    if (records) encoder.copyBufferToBuffer(memory, this.lowered.records.base * BYTES, records, 0, records.size)
    device.queue.submit([encoder.finish()])
    this.#turns = turns
    this.#hasRun = true
    this.#results = this.#collect()
    this.#results.catch(() => undefined) // `finish` throws it
  }

  async finish(): Promise<void> {
    if (this.#results) await this.watched.wait(this.#results)
  }

  async read(name: string): Promise<Float64Array> {
    const input = this.lowered.inputs.get(name)
    const location = input ?? this.lowered.outputs.get(name)
    if (!location || !(input || this.#hasRun))
      throw new Error(`internal: "${this.program.name}" has no "${name}", or has not run`)
    if (!input && location.perTurn && this.#results) {
      const results = await this.watched.wait(this.#results)
      const start = location.base - this.lowered.records.base
      return Float64Array.from(results.subarray(start, start + location.size * this.#turns))
    }
    return location.size === 0 ? new Float64Array(0) : this.watched.wait(this.#fetch(location))
  }

  dispose(): void {
    for (const buffer of this.prepared.all) buffer.destroy()
  }

  #isTurns(count: number): boolean {
    return Number.isInteger(count) && count >= 1 && count <= this.turns
  }

  /** The outputs of each turn, once they are there. */
  async #collect(): Promise<Float32Array> {
    const { records } = this.prepared
    if (!records) {
      await this.watched.device.queue.onSubmittedWorkDone()
      return new Float32Array(0)
    }
    await records.mapAsync(GPUMapModeRead)
    const values = new Float32Array(records.getMappedRange().slice(0))
    records.unmap()
    return values
  }

  async #fetch({ base, size }: Location): Promise<Float64Array> {
    const { device } = this.watched
    const bytes = size * BYTES
    const staging = device.createBuffer({ size: bytes, usage: Usage.MAP_READ | Usage.COPY_DST })
    try {
      const encoder = device.createCommandEncoder()
      encoder.copyBufferToBuffer(this.prepared.memory, base * BYTES, staging, 0, bytes)
      device.queue.submit([encoder.finish()])
      await staging.mapAsync(GPUMapModeRead)
      return Float64Array.from(new Float32Array(staging.getMappedRange()))
    } finally {
      staging.destroy()
    }
  }
}

/** Numbers of WebGPU's `GPUBufferUsage`, `GPUShaderStage` and `GPUMapMode`: in Node these are no globals. */
const Usage = { MAP_READ: 0x1, COPY_SRC: 0x4, COPY_DST: 0x8, UNIFORM: 0x40, STORAGE: 0x80 } as const
const GPUMapModeRead = 0x1
const ComputeStage = 0x4

interface Buffers {
  readonly memory: GPUBuffer
  readonly tables: GPUBuffer
  readonly turns: GPUBuffer
  readonly records: GPUBuffer | null
}

function makeBuffers(device: GPUDevice, { size, tables, turns, records }: Lowered): Buffers {
  const buffer = (bytes: number, usage: number) =>
    device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 16) * 16), usage })
  return {
    memory: buffer(size * BYTES, Usage.STORAGE | Usage.COPY_SRC | Usage.COPY_DST),
    tables: buffer(tables.byteLength, Usage.STORAGE | Usage.COPY_DST),
    turns: buffer(turns * TURN_BYTES, Usage.UNIFORM | Usage.COPY_DST),
    records:
      records.size > 0
        ? device.createBuffer({ size: records.size * BYTES, usage: Usage.MAP_READ | Usage.COPY_DST })
        : null,
  }
}

async function makePipelines(
  device: GPUDevice,
  lowered: Lowered,
  { memory, tables, turns, records }: Buffers,
): Promise<Prepared> {
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: ComputeStage, buffer: { type: 'storage' } },
      { binding: 1, visibility: ComputeStage, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility: ComputeStage, buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: 16 } },
    ],
  })
  const group = device.createBindGroup({
    layout,
    entries: [
      { binding: 0, resource: { buffer: memory } },
      { binding: 1, resource: { buffer: tables } },
      { binding: 2, resource: { buffer: turns, size: 16 } },
    ],
  })
  const { queue } = device
  queue.writeBuffer(tables, 0, lowered.tables)
  for (const { base, values } of lowered.constants) queue.writeBuffer(memory, base * BYTES, Float32Array.from(values))
  for (let turn = 0; turn < lowered.turns; turn++) queue.writeBuffer(turns, turn * TURN_BYTES, Uint32Array.of(turn))
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] })
  const made = new Map<string, Promise<GPUComputePipeline>>()
  const pipelines = lowered.kernels.map(({ text, label }) => {
    const pipeline =
      made.get(text) ??
      device.createComputePipelineAsync({
        label,
        layout: pipelineLayout,
        compute: { module: device.createShaderModule({ label, code: text }) },
      })
    made.set(text, pipeline)
    return pipeline
  })
  const all = [memory, tables, turns, ...(records ? [records] : [])]
  return { pipelines: await Promise.all(pipelines), group, memory, records, all }
}
