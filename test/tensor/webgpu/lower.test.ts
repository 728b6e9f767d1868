import { judged, documentOf, type Configuration } from '@shared/learn/bench/configurations'
import { rowsFor } from '@shared/learn/bench/subject'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { compileFlow } from '@shared/flow/compile'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { lowerFor } from '@shared/tensor/backends/webgpu'
import { tilingOf } from '@shared/tensor/backends/webgpu/lower/lower'
import { describe, expect, it } from 'vitest'
import { limits } from './support/limits'

const lowered = (program: Program, making: { readonly turns?: number; readonly software?: boolean } = {}) =>
  lowerFor(optimise(program), { limits }, { turns: 1, ...making })

async function stepOf(configuration: Configuration): Promise<Program> {
  const document = documentOf(configuration)
  const data = await rowsFor(document)
  const flow = compileFlow(document, data.dims, data.rowUnits.context.dims)
  if (!flow.ok) throw new Error(flow.issues[0].message)
  return stepProgram(flow.value, document.training, configuration.batch)
}

describe('kernels for WebGPU', () => {
  it('take a training step in a dozen dispatches, whatever the number of layers', async () => {
    for (const configuration of judged) {
      const { kernels } = lowered(await stepOf(configuration))
      expect(kernels.length, configuration.family).toBeLessThanOrEqual(12)
      expect(kernels.filter(({ label }) => label === 'rows')).toHaveLength(1)
    }
  })

  it('are the same text each time', async () => {
    const program = await stepOf(judged[0])
    const texts = () => lowered(program).kernels.map(({ text }) => text)
    expect(texts()).toEqual(texts())
  })

  it('write layers that differ by their weights alone once', async () => {
    const rows = async (depth: number) =>
      lowered(await stepOf({ ...judged[0], depth })).kernels.find(({ label }) => label === 'rows')!.text.length
    expect(await rows(16)).toBeLessThan(1.5 * (await rows(8)))
  })

  it('read a value where it is kept, and compute on the way what is not', () => {
    const b = new Builder()
    const x = b.rows('x', [8, 2])
    const moved = b.add(b.mul(x, b.input('scale', [2])), 1)
    const { kernels } = lowered(b.program('small', { y: b.sum(moved, [1]) }))
    expect(kernels).toHaveLength(1)
    const [{ text }] = kernels
    expect(text.slice(text.indexOf('fn step0'))).toMatchInlineSnapshot(`
      "fn step0(start: u32, stride: u32, tile: u32, turn: u32, a0: u32, a1: u32, a2: u32) {
      for (var e = start; e < 4u; e += stride) {
      let row0 = tile * 4u + e;
      var r1 = 0f;
      let v2 = m[a0 + row0 * 2u];
      let v3 = m[a1];
      let v4 = (v2 * v3);
      let v5 = (v4 + 1f);
      r1 = r1 + v5;
      let v6 = m[a0 + 1u + row0 * 2u];
      let v7 = m[a1 + 1u];
      let v8 = (v6 * v7);
      let v9 = (v8 + 1f);
      r1 = r1 + v9;
      m[a2 + row0] = r1;
      }
      }
      @compute @workgroup_size(128)
      fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
      let tile = group.x + group.y * 2u;
      let turn = run.x;
      step0(lane, 128u, tile, turn, 0u, 16u, 18u);
      storageBarrier();
      workgroupBarrier();
      }"
    `)
  })

  it('take the turns of a loop over rows in one kernel, and ask in each whether all rows are idle', () => {
    const b = new Builder()
    const { carries } = loop(b, { length: 300 }, { carries: [b.rows('x', [100, 2])] }, ({ carries: [x] }) => {
      const idle = b.less(b.sum(x, [1]), 0.5)
      const held = b.broadcast(b.reshape(idle, [100, 1]), [100, 2])
      return { carries: [b.select(held, x, b.mul(x, 0.5))], idle }
    })
    const { kernels } = lowered(b.program('halving', { y: carries[0] }))
    expect(kernels).toHaveLength(1)
    expect(kernels[0].text).toMatch(/for \(var turn\d+_ = 0u; turn\d+_ < 300u;[^]*workgroupUniformLoad\(&busy\)/)
  })

  it('refuse in words what one buffer does not hold, and loops that would have to be written out', () => {
    const b = new Builder()
    const huge = b.program('huge', { y: b.mul(b.input('x', [2 ** 25]), 2) })
    expect(() => lowered(huge)).toThrow(/"huge" needs 256 MiB on the GPU in one buffer, and this device takes 128 MiB/)
    const c = new Builder()
    const { carries } = loop(c, { length: 30_000 }, { carries: [c.input('x', [2])] }, ({ carries: [x] }) => ({
      carries: [c.sin(c.mul(x, 1.1))],
    }))
    expect(() => lowered(c.program('long', { y: carries[0] }))).toThrow(/"long" has \d+ steps .*wasm/)
  })

  it('cut the rows into tiles of few rows where these are few, and of more where they are many', () => {
    const tiles = (batch: number) => tilingOf(batch, 256)
    expect([1, 512, 1000, 65536].map((batch) => tiles(batch))).toEqual([
      { batch: 1, rows: 1, tiles: 1 },
      { batch: 512, rows: 4, tiles: 128 },
      { batch: 1000, rows: 4, tiles: 250 },
      { batch: 65536, rows: 32, tiles: 2048 },
    ])
  })
})
