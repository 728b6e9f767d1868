import { Bytes } from '@shared/tensor/backends/wasm/assembler/bytes'
import { choose, f32, i32, load, op, shuffle, v128 } from '@shared/tensor/backends/wasm/assembler/expression'
import { FunctionBuilder, type Local } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { describe, expect, it } from 'vitest'
import { assemble, integers } from './support/module'

/** Reads a LEB128 number: its value modulo 2^bits and its length. */
function decode(bytes: Uint8Array, signedBits?: number): bigint {
  let value = 0n
  let shift = 0n
  let last = 0
  for (const byte of bytes) {
    last = byte
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if ((byte & 0x80) === 0) break
  }
  expect(Number(shift) / 7).toBe(bytes.length)
  return signedBits !== undefined && (last & 0x40) !== 0 ? value - (1n << shift) : value
}

const around = (power: number) => [2 ** power - 1, 2 ** power, 2 ** power + 1]
const edges = [0, 1, ...[6, 7, 13, 14, 20, 21, 27, 28].flatMap(around), 2 ** 31 - 1]
const written = (write: (out: Bytes) => void) => {
  const out = new Bytes()
  write(out)
  return out.view()
}

describe('numbers of variable length', () => {
  it.each([...edges, 2 ** 31, 2 ** 32 - 1])('read back as %i, unsigned', (value) => {
    expect(decode(written((out) => { out.unsigned(value) }))).toBe(BigInt(value)) // prettier-ignore
  })

  it.each([...edges, ...edges.map((value) => -value), -(2 ** 31)])('read back as %i, signed', (value) => {
    expect(decode(written((out) => { out.signed(value) }), 32)).toBe(BigInt(value)) // prettier-ignore
    expect(decode(written((out) => { out.signed64(BigInt(value)) }), 64)).toBe(BigInt(value)) // prettier-ignore
  })

  it.each([2n ** 40n, -(2n ** 40n), 2n ** 63n - 1n, -(2n ** 63n)])('read back as %i, 64 bits', (value) => {
    expect(decode(written((out) => { out.signed64(value) }), 64)).toBe(value) // prettier-ignore
  })

  it('keep what was written while the buffer grows', () => {
    const out = new Bytes()
    for (let i = 0; i < 3000; i++) out.byte(i & 0xff)
    out.append(new Uint8Array(5000).fill(7))
    expect(out.length).toBe(8000)
    expect([...out.view().subarray(2998, 3002)]).toEqual([2998 & 0xff, 2999 & 0xff, 7, 7])
  })
})

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

/** How many variables the code of a function declares, by reading its head. */
function declared(write: (f: FunctionBuilder) => void): number {
  const f = new FunctionBuilder({ params: [], results: [] })
  write(f)
  const [runs, ...rest] = f.encode()
  return rest.slice(0, 2 * runs).reduce((total, value, i) => (i % 2 === 0 ? total + value : total), 0)
}

describe('variables', () => {
  it('are used again after their scope, but for the one that holds its value', () => {
    expect(declared((f) => { for (let i = 0; i < 50; i++) f.scope(() => { f.let(f.let(i32(i))) }) })).toBe(2) // prettier-ignore
    const chained = (f: FunctionBuilder) => {
      let value = f.let(i32(0))
      for (let i = 0; i < 20; i++) value = f.scope(() => add(f.let(i32(i)), value))
    }
    expect(declared(chained)).toBe(22) // all 21 values, and one that the scopes share
  })

  it('are not shared between types', () => {
    const both = (f: FunctionBuilder) => {
      f.scope(() => { f.let(i32(1)) }) // prettier-ignore
      f.scope(() => { f.let(f32(1)) }) // prettier-ignore
    }
    expect(declared(both)).toBe(2)
  })

  it('give a scope its value even when that was one of its own', () => {
    const { run } = integers(1, (f) => {
      const doubled = f.scope(() => f.let(add(f.param(0), f.param(0))))
      const other = f.let(i32(1000))
      f.result(add(doubled, other))
    })
    expect(run(21)).toBe(1042)
  })

  it('are free early once released, and free only once', () => {
    const early = (f: FunctionBuilder) => {
      f.scope(() => {
        f.release(f.let(i32(1)))
        f.let(i32(2))
      })
      f.let(i32(3))
      f.let(i32(4))
    }
    expect(declared(early)).toBe(2)
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

describe('mistakes in types', () => {
  const f = new FunctionBuilder({ params: ['i32'], results: [] })
  const vector = op('i32x4.splat', i32(1))

  it.each<[string, () => unknown, string]>([
    [
      'an operand of another type',
      () => op('f32.add', f32(1), i32(1)),
      'internal: f32.add takes (f32 f32), got (f32 i32)',
    ],
    ['an operand too few', () => op('i32.add', i32(1)), 'internal: i32.add takes (i32 i32), got (i32)'],
    ['an address that is a vector', () => load('v128.load', vector), 'internal: v128.load takes (i32), got (v128)'],
    [
      'sides of two types',
      () => choose(i32(1), f32(1), i32(1)),
      'internal: select takes (f32 f32 i32), got (f32 i32 i32)',
    ],
    [
      'a value for a variable of another type',
      () => {
        f.set(f.local('f64'), f32(1))
      },
      'internal: a f32 for a variable of f64',
    ],
    [
      'a load as a statement',
      () => {
        f.store('i32.load', i32(0), i32(0))
      },
      'internal: i32.load takes (i32), got (i32 i32)',
    ],
    ['a store as a value', () => load('i32.store', i32(0), 0, i32(0)), 'internal: i32.store has no value'],
    [
      'a call with other operands',
      () => {
        f.call({ index: 3, type: { params: ['f32'], results: [] } }, i32(0))
      },
      'internal: function 3 takes (f32), got (i32)',
    ],
    ['a parameter that is not there', () => f.param(1), 'internal: no parameter 1'],
    ['a vector of other than 16 bytes', () => v128(new Uint8Array(8)), 'internal: a v128 has 16 bytes, got 8'],
  ])('say where they are: %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})
