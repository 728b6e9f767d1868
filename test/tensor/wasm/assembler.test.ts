import { choose, i32, load, op, shuffle, v128 } from '@shared/tensor/backends/wasm/assembler/expression'
import type { FunctionBuilder } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { type Local } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { describe, expect, it } from 'vitest'
import { assemble, integers } from './support/module'

const add = (local: Local, value: Parameters<FunctionBuilder['set']>[1]) => op('i32.add', local, value)

describe('control flow', () => {
  it('takes one side of an if', () => {
    const { run } = integers(1, (f) => {
      const result = f.let(i32(1))
      f.if(
        f.param(0),
        () => { f.set(result, i32(10)) }, // prettier-ignore
        () => { f.set(result, i32(20)) }, // prettier-ignore
      )
      f.if(op('i32.eq', f.param(0), i32(2)), () => { f.set(result, add(result, i32(5))) }) // prettier-ignore
      f.result(result)
    })
    expect([run(0), run(1), run(2)]).toEqual([20, 10, 15])
  })

  it.each([
    [0, 0, 0],
    [5, 3, 0],
    [0, 1, 0],
    [0, 10, 0 + 3 + 6 + 9],
    [-4, 4, -4 - 1 + 2],
  ])('counts from %i up to but not including %i by threes', (from, to, sum) => {
    const { run } = integers(2, (f) => {
      const total = f.let(i32(0))
      f.for(f.param(0), f.param(1), 3, (i) => { f.set(total, add(total, i)) }) // prettier-ignore
      f.result(total)
    })
    expect(run(from, to)).toBe(sum)
  })

  it('runs loops within loops', () => {
    const { run } = integers(1, (f) => {
      const count = f.let(i32(0))
      f.for(i32(0), f.param(0), 1, (i) => {
        f.for(i, f.param(0), 1, (j) => { f.set(count, add(count, op('i32.sub', j, i))) }) // prettier-ignore
      })
      f.result(count)
    })
    expect(run(5)).toBe(20) // Σ (j − i)
  })

  it('leaves blocks and repeats loops from any depth', () => {
    const { run } = integers(1, (f) => {
      const steps = f.let(i32(0))
      f.block((end) => {
        f.loop((again) => {
          f.set(steps, add(steps, i32(1)))
          f.if(op('i32.ge_s', steps, f.param(0)), () => { f.branch(end) }) // prettier-ignore
          f.block(() => { f.branchIf(again, op('i32.lt_s', steps, i32(100))) }) // prettier-ignore
        })
        f.set(steps, i32(-1))
      })
      f.result(steps)
    })
    expect([run(7), run(500)]).toEqual([7, -1])
  })

  it('calls a function defined before', () => {
    const module = new ModuleBuilder({ pages: 1, shared: false })
    const store = module.function({ params: ['i32', 'i32'], results: [] }, (f) => {
      f.store('i32.store', f.param(0), op('i32.mul', f.param(1), f.param(1)))
    })
    const body = (f: FunctionBuilder) => {
      f.call(store, i32(8), f.param(0))
      f.result(load('i32.load', i32(8)))
    }
    module.function({ params: ['i32'], results: ['i32'] }, body, 'square')
    const memory = new WebAssembly.Memory({ initial: 1 })
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } })
    expect(Object.keys(exports)).toEqual(['square'])
    expect((exports.square as (x: number) => number)(-9)).toBe(81)
  })
})

describe('operands and memory', () => {
  it('choose one of two values of every type', () => {
    const number = assemble({ params: ['i32', 'f32', 'f32'], results: ['f32'] }, (f) => {
      f.result(choose(f.param(0), f.param(1), f.param(2)))
    })
    expect([number.run(1, 2.5, 3.5), number.run(0, 2.5, 3.5)]).toEqual([2.5, 3.5])
    const vector = integers(1, (f) => {
      const [a, b] = [5, 6].map((value) => op('i32x4.splat', i32(value)))
      f.store('v128.store', i32(0), choose(f.param(0), a, b))
      f.result(load('i32.load', i32(12)))
    })
    expect([vector.run(1), vector.run(0)]).toEqual([5, 6])
  })

  it('shuffle bytes of two vectors', () => {
    const [a, b] = [0, 100].map((base) => v128(Uint8Array.from({ length: 16 }, (_, i) => base + i)))
    const places = [31, 0, 16, 15, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22]
    const { run, bytes } = assemble({ params: [], results: [] }, (f) => {
      f.store('v128.store', i32(0), shuffle(places, a, b))
    })
    run()
    expect([...bytes.slice(0, 16)]).toEqual(places.map((place) => (place < 16 ? place : 84 + place)))
  })

  it('fill and copy memory', () => {
    const { run, bytes } = assemble({ params: ['i32'], results: [] }, (f) => {
      f.fillMemory(i32(100), 7, f.param(0))
      f.copyMemory(i32(200), i32(98), i32(4))
      f.drop(f.param(0))
    })
    run(3)
    expect([...bytes.slice(98, 105)]).toEqual([0, 0, 7, 7, 7, 0, 0])
    expect([...bytes.slice(200, 205)]).toEqual([0, 0, 7, 7, 0])
  })

  it('import a shared memory, on which a wait for another value returns at once', () => {
    const write = (f: FunctionBuilder) => {
      f.store('i32.atomic.store', i32(4), i32(11))
      f.wait(i32(4), i32(12))
      f.result(load('i32.atomic.load', i32(4)))
    }
    const { run, bytes } = assemble({ params: [], results: ['i32'] }, write, true)
    expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(run()).toBe(11)
  })

  it('refuse a memory that is not shared as the module says', () => {
    const module = new ModuleBuilder({ pages: 1, shared: true })
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
    const compiled = new WebAssembly.Module(module.encode())
    expect(() => new WebAssembly.Instance(compiled, { env: { memory } })).toThrow(WebAssembly.LinkError)
  })
})
