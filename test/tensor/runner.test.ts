import { describe, expect, it } from 'vitest'
import { lower } from '@shared/tensor/backends/tfjs/lower'
import { createRunner } from '@shared/tensor/backends/tfjs/runner'
import type { Kernels } from '@shared/tensor/backends/tfjs/kernels'
import { Builder } from '@shared/tensor/ir/builder'

/** A machine that computes nothing and counts what it holds; its `Sin` breaks at the given call. */
function countingMachine(breaksAt = 1) {
  let sines = 0
  let [held, calls] = [0, 0]
  const tensor = () => {
    held++
    return { data: () => Promise.resolve([]), dispose: () => void held-- }
  }
  const kernels: Kernels = {
    activate: () => undefined,
    upload: tensor,
    call(kernel) {
      if (kernel === 'Sin' && ++sines === breaksAt) throw new Error('Sin is broken')
      calls++
      return tensor()
    },
  }
  return { kernels, held: () => held, calls: () => calls, tensor }
}

describe('a plan', () => {
  const b = new Builder()
  const x = b.input('x', [4])
  const e = b.exp(x)

  it('frees each value at its last use, and constants at the end', () => {
    const program = b.program('chain', { y: b.add(b.log(b.mul(e, e)), b.constant([1, 2, 3, 4], [4])) })
    const machine = countingMachine()
    const runner = createRunner(machine.kernels, lower(program, 'other'))
    expect(machine.held()).toBe(1)
    const given = machine.tensor()
    const results = runner.run([given])
    expect(machine.held()).toBe(3) // the constant, the input and the output
    for (const held of [given, ...results.values()]) held.dispose()
    runner.dispose()
    expect(machine.held()).toBe(0)
  })

  it('frees what a failed run had made', () => {
    const program = b.program('broken', { y: b.add(b.sin(b.log(e)), e), z: b.neg(e) })
    const machine = countingMachine()
    const runner = createRunner(machine.kernels, lower(program, 'other'))
    const given = machine.tensor()
    expect(() => runner.run([given])).toThrow('Sin is broken')
    expect(machine.held()).toBe(1)
  })

  it.each([1, 2, 7])('frees what a repetition had made when it fails at turn %i', (turn) => {
    const root = b.root((inner, u, [p]) => inner.sub(u, inner.sin(p)), { lower: b.scalar(-1), upper: b.scalar(1) }, [e])
    const machine = countingMachine(turn)
    const runner = createRunner(machine.kernels, lower(b.program('root', { y: root }), 'other'))
    const given = machine.tensor()
    const constants = machine.held() - 1
    expect(() => runner.run([given])).toThrow('Sin is broken')
    expect(machine.held()).toBe(1 + constants)
  })

  it('makes no call for a broadcast that the next kernel does anyway, nor for what is unused', () => {
    const row = b.input('row', [1, 4])
    const program = b.program('thin', { y: b.add(b.broadcast(row, [3, 4]), b.input('table', [3, 4])) })
    const machine = countingMachine()
    createRunner(machine.kernels, lower(program, 'other')).run([machine.tensor(), machine.tensor()])
    expect(machine.calls()).toBe(1)
  })
})
