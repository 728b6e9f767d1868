import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { DeviceLost, OutOfDeviceMemory } from '@shared/tensor/backends/webgpu'
import { afterAll, describe, expect, it } from 'vitest'
import { spread } from '../tensor/support/cases'
import { loadWebgpu } from '../../src/main/engine/webgpu'
import { usualSettings } from '@shared/rpc/protocol'
import { backendHere, found, where } from './support/device'

/** s ← s + mean of x, with the mean after each turn and x doubled. */
function running(rows: number): Program {
  const b = new Builder()
  const [x, s] = [b.rows('x', [rows, 2]), b.input('s', [2])]
  const mean = b.mean(x, [0])
  return b.program('running', { mean, twice: b.mul(x, 2) }, { s: b.add(s, mean) })
}

const plain = (values: Float64Array): number[] => [...values]

describe.skipIf('reason' in found)(where('an executable'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it('takes several turns with rows of their own, and keeps what each gave', async () => {
    const executable = await backendHere().prepare(running(3), { turns: 4 })
    expect(executable.turns).toBe(4)
    executable.write('x', [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4])
    await executable.run({ turns: 2 })
    expect(plain(await executable.read('mean')).map((value) => Number(value.toFixed(5)))).toEqual([1, 2, 3, 4])
    expect(plain(await executable.read('s')).map((value) => Number(value.toFixed(5)))).toEqual([4, 6])
    expect(plain(await executable.read('twice'))).toEqual([6, 8, 6, 8, 6, 8])
    executable.dispose()
  })

  it('runs while its caller does something else', async () => {
    const executable = await backendHere().prepare(running(3))
    executable.write('x', [1, 2, 1, 2, 1, 2])
    executable.begin!()
    await executable.finish!()
    expect(plain(await executable.read('twice'))).toEqual([2, 4, 2, 4, 2, 4])
    executable.dispose()
  })

  it('refuses unknown names, wrong sizes and too many turns', async () => {
    const executable = await backendHere().prepare(running(3))
    expect(() => { executable.write('z', [1]) }).toThrow('"z" of "running" takes no values, got 1') // prettier-ignore
    expect(() => { executable.write('x', [1]) }).toThrow('"x" of "running" takes 6 values, got 1') // prettier-ignore
    await expect(executable.run({ turns: 2 })).rejects.toThrow('"running" does not run 2 times')
    await expect(executable.read('mean')).rejects.toThrow('"running" has no "mean", or has not run')
    executable.dispose()
  })

  it('gives the same bits in every run', async () => {
    const rows = 700
    const executable = await backendHere().prepare(running(rows))
    executable.write('x', spread([rows, 2], -3, 3).values)
    await executable.run()
    const first = await executable.read('mean')
    await executable.run()
    expect(plain(await executable.read('mean'))).toEqual(plain(first))
    executable.dispose()
  })

  it('says what of a program a device does not hold', async () => {
    const b = new Builder()
    const x = b.input('x', [2 ** 28, 2])
    const program = b.program('huge', { y: b.mul(x, 2) })
    await expect(backendHere().prepare(program)).rejects.toThrow(OutOfDeviceMemory)
    await expect(backendHere().prepare(program)).rejects.toThrow(
      /"huge" needs \d+ MiB on the GPU in one buffer, and this device takes \d+ MiB \(maxStorageBufferBindingSize/,
    )
  })

  it('tells of a device that is lost by an error of its own', async () => {
    const backend = await loadWebgpu(usualSettings)
    const executable = await backend.prepare(running(3))
    executable.begin!()
    backend.device.destroy()
    await expect(executable.finish!()).rejects.toThrow(DeviceLost)
    await expect(executable.run()).rejects.toThrow(DeviceLost)
    await expect(backend.prepare(running(3))).rejects.toThrow(DeviceLost)
    backend.dispose()
  })
})
