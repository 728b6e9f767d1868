import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { afterAll, describe, expect, it } from 'vitest'
import { normalRows } from '../flow/support/blocks'
import { trainingStep } from '../tensor/wasm/support/training'
import { backendFor, backendHere, found, kinds, where } from './support/device'

describe.skipIf('reason' in found)(where('training'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(kinds)(
    'follows the losses of the reference for 50 steps, several in one submission, as on %s',
    async (kind) => {
      const [dims, rows, turns] = [2, 48, 10]
      const { program, inputs } = trainingStep(dims, rows)
      const [device, reference] = [
        await backendFor(kind).prepare(program, { turns }),
        await createReferenceBackend().prepare(program),
      ]
      for (const [name, values] of Object.entries(inputs)) {
        device.write(name, values)
        reference.write(name, values)
      }
      for (let start = 0; start < 50; start += turns) {
        const batches = Array.from({ length: turns }, (_, turn) => normalRows(rows, dims, 100 + start + turn))
        device.write('x', Float64Array.from(batches.flatMap((batch) => [...batch])))
        await device.run({ turns })
        const losses = await device.read('loss')
        for (const [turn, batch] of batches.entries()) {
          reference.write('x', batch)
          await reference.run()
          const [wanted] = await reference.read('loss')
          expect(Math.abs(losses[turn] - wanted), `step ${start + turn}`).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(wanted)),
          )
        }
      }
      device.dispose()
    },
  )

  it('sees that a loss is not finite, and changes nothing', async () => {
    const { program, inputs } = trainingStep(2, 16)
    const executable = await backendHere().prepare(program)
    for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
    executable.write(
      'x',
      normalRows(16, 2, 1).map((value, i) => (i === 5 ? NaN : value)),
    )
    await executable.run()
    expect([...(await executable.read('failed'))]).toEqual([1])
    expect(Number.isFinite((await executable.read('loss'))[0])).toBe(false)
    expect(await executable.read('theta')).toEqual(Float64Array.from(inputs.theta, Math.fround))
    executable.dispose()
  })
})
