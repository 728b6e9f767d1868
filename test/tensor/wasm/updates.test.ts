import { describe, expect, it } from 'vitest'
import { updateCases, updateProgram } from '../support/updateCases'
import { compile, differences } from './support/machine'

describe('updates of a compiled program', () => {
  it.each(updateCases)('come out as in the reference, run after run: %s', async (_, write) => {
    const program = updateProgram(write)
    const executable = await compile(program)
    const worst = await differences(program, executable, { runs: 4 })
    for (const [name, distance] of Object.entries(worst)) expect(distance, name).toBeLessThan(1e-13)
  })

  it('leave the last outputs as they are when inputs are written', async () => {
    const program = updateProgram((b, x, y) => {
      const next = b.add(x, 1)
      return { outputs: { next, old: x, other: b.slice(y, 1, 3) }, updates: { x: next } }
    })
    const executable = await compile(program)
    executable.write('x', [1, 2, 3])
    executable.write('y', [4, 5, 6])
    await executable.run()
    executable.write('x', [0, 0, 0])
    executable.write('y', [0, 0, 0])
    const read = async (name: string) => [...(await executable.read(name))]
    expect([await read('next'), await read('old'), await read('other')]).toEqual([
      [2, 3, 4],
      [1, 2, 3],
      [5, 6],
    ])
  })
})
