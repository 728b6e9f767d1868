import { choose, f32, i32, load, op, v128 } from '@shared/tensor/backends/wasm/assembler/expression'
import { FunctionBuilder, type Local } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { describe, expect, it } from 'vitest'
import { integers } from './support/module'

const add = (local: Local, value: Parameters<FunctionBuilder['set']>[1]) => op('i32.add', local, value)

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
