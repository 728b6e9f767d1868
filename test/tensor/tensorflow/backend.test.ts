import { createTensorflowBackend, type Runner } from '@shared/tensor/backends/tensorflow'
import { decodeSavedModel } from '@shared/tensor/backends/tensorflow/proto/savedModel'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { describe, expect, it } from 'vitest'

const isCompiled = (model: Uint8Array): boolean =>
  decodeSavedModel(model).node.some(({ attr }) => attr['_XlaMustCompile']?.b === true)

/** A TensorFlow that gives zeros, and fails as it is told to: models by whether XLA is to compile them. */
class FakeRunner implements Runner {
  readonly uses = 'TensorFlow 0.0.0 on nothing'
  readonly threads = 1
  /** Sessions there were and are. */
  loaded: boolean[] = []
  open = 0

  constructor(private readonly fail: (compiled: boolean, run: number) => string | null) {}

  load(model: Uint8Array) {
    const compiled = isCompiled(model)
    this.loaded.push(compiled)
    this.open++
    let runs = 0
    return Promise.resolve({
      run: (_: readonly unknown[], fetches: readonly string[]) => {
        const reason = this.fail(compiled, ++runs)
        return reason === null
          ? Promise.resolve(fetches.map(() => new Float32Array(1)))
          : Promise.reject(new Error(`Session fail to run with error: ${reason}\n\t [[{{node run}}]]`))
      },
      dispose: () => {
        this.open--
      },
    })
  }

  dispose() {
    return undefined
  }
}

function square(): Program {
  const b = new Builder()
  return b.program('square', { y: b.square(b.input('x', [])) })
}

const backendOn = (runner: Runner) => createTensorflowBackend({ runner, precision: 'float32' })

describe('TensorFlow as a backend', () => {
  it('has XLA compile what takes turns, and leaves the rest a graph', async () => {
    const runner = new FakeRunner(() => null)
    await backendOn(runner).prepare(square())
    await backendOn(runner).prepare(square(), { turns: 4 })
    expect(runner.loaded).toEqual([false, true])
  })

  it('runs as a graph what XLA refuses, and says so', async () => {
    const runner = new FakeRunner((compiled) => (compiled ? 'No registered "Foo" OpKernel for XLA_CPU_JIT' : null))
    const backend = backendOn(runner)
    expect(backend.uses).toBe('TensorFlow 0.0.0 on nothing, compiled by XLA')
    await backend.prepare(square(), { turns: 4 })
    expect(runner.loaded).toEqual([true, false])
    expect(runner.open).toBe(1)
    expect(backend.uses).toContain('1 as plain graphs')
    expect(backend.fallbacks).toEqual([
      '"square" runs as a plain graph, since XLA refuses it: No registered "Foo" OpKernel for XLA_CPU_JIT.',
    ])
  })

  it('takes lack of memory for no refusal', async () => {
    const runner = new FakeRunner(() => 'Out of memory while trying to allocate 4.00TiB.')
    const prepared = backendOn(runner).prepare(square(), { turns: 4 })
    await expect(prepared).rejects.toThrow('"square": Out of memory while trying to allocate 4.00TiB.')
    expect(runner.loaded).toEqual([true])
    expect(runner.open).toBe(0)
  })

  it('names the program of a run that fails, and sends again what was written', async () => {
    let broken = false
    const runner = new FakeRunner(() => (broken ? 'the device is gone' : null))
    const executable = await backendOn(runner).prepare(square())
    broken = true
    executable.write('x', [1])
    await expect(executable.run()).rejects.toThrow('"square": the device is gone')
    broken = false
    await executable.run()
    executable.dispose()
    expect(runner.open).toBe(0)
  })
})
