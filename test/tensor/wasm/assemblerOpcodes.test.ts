import { i32, lane, load, op, type Expression } from '@shared/tensor/backends/wasm/assembler/expression'
import type { FunctionBuilder } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import {
  laneOpcodes,
  memoryOpcodes,
  opcodes,
  type LaneOpcodeName,
  type MemoryOpcodeName,
  type OpcodeName,
  type ValueType,
} from '@shared/tensor/backends/wasm/assembler/opcodes'
import { describe, expect, it } from 'vitest'
import './support/kernel' // turns relaxed SIMD on
import { meaningOf } from './support/meanings'
import { assemble, type Assembled } from './support/module'

const names = Object.keys(opcodes) as OpcodeName[]
const memoryNames = Object.keys(memoryOpcodes) as MemoryOpcodeName[]
const laneNames = Object.keys(laneOpcodes) as LaneOpcodeName[]

const RESULT = 64
const fetch = (type: ValueType, address: number): Expression => load(`${type}.load`, i32(address))
const store = (f: FunctionBuilder, value: Expression) => {
  f.store(`${value.type}.store`, i32(RESULT), value)
}

/** A function that takes its operands from bytes 0, 16, … and puts its result at 64. */
const assembleOn = (operands: readonly ValueType[], write: (...operands: Expression[]) => Expression): Assembled =>
  assemble({ params: [], results: [] }, (f) => {
    store(f, write(...operands.map((type, k) => fetch(type, 16 * k))))
  })

function runOn({ run, bytes }: Assembled, ...operands: readonly Uint8Array[]): Uint8Array {
  bytes.fill(0)
  operands.forEach((operand, k) => {
    bytes.set(operand, 16 * k)
  })
  run()
  return bytes.slice(RESULT, RESULT + 16)
}

const bytesOf = (array: Int32Array | Float32Array | Float64Array | BigInt64Array) => new Uint8Array(array.buffer)
const f32s = [[1.5, -2.5, 0.25, 7], [-0.75, 3.5, 0.25, -4e9], [NaN, -1, Infinity, 2 ** -20], [2.5, NaN, -0.5, 1e6]].map((values) => bytesOf(Float32Array.from(values))) // prettier-ignore
const f64s = [[1.5, -2.5], [-0.75, 1e300], [NaN, -1], [3.5, NaN], [-4e9, 0.5]].map((values) => bytesOf(Float64Array.from(values))) // prettier-ignore
const i32s = [[5, -7, 2 ** 31 - 1, -(2 ** 31)], [3, 2, -1, 1], [-9, 4, 1, 6], [1, 31, 7, 9], [-8, -7, -6, -5]].map((values) => bytesOf(Int32Array.from(values))) // prettier-ignore
const i64s = [
  [2n ** 40n + 5n, -7n],
  [3n, -(2n ** 62n)],
].map((values) => bytesOf(BigInt64Array.from(values)))
const masks = [[-1, 0, 0, -1], [0, 0, 0, 0], [-1, -1, -1, -1], [0, -1, 0, -1]].map((values) => bytesOf(Int32Array.from(values))) // prettier-ignore
const places = [Uint8Array.from({ length: 16 }, (_, i) => (i * 7) % 19)]
const pairMasks = [[-1, -1, 0, 0], [0, 0, -1, -1]].map((values) => bytesOf(Int32Array.from(values))) // prettier-ignore

/** Operands of the kind that an instruction's name calls for. */
function samples(name: OpcodeName, position: number, type: ValueType): readonly Uint8Array[] {
  if (name.includes('laneselect') && position === 2) return name.startsWith('i64') ? pairMasks : masks
  if (name === 'i8x16.swizzle' && position === 1) return places
  if (name === 'i32x4.all_true' || name === 'v128.any_true') return [...masks, ...i32s]
  if (type === 'f32') return f32s
  if (type === 'f64') return f64s
  if (type === 'i32') return i32s
  const [shape, operation] = name.split('.')
  const lanes = /[if](32|64)/.exec(operation)?.[0] ?? shape.slice(0, 3) // conversions name what they convert
  return { f32: f32s, f64: f64s, i32: i32s, i64: i64s }[lanes] ?? [...i32s, ...masks]
}

/** Every choice of one operand for each position. */
const choices = (lists: readonly (readonly Uint8Array[])[]): Uint8Array[][] =>
  lists.reduce<Uint8Array[][]>((some, list) => some.flatMap((before) => list.map((next) => [...before, next])), [[]])

/** NaN is one, whatever its bits. */
function shown(name: OpcodeName, bytes: Uint8Array): readonly (number | string)[] {
  const lanes = opcodes[name].result === 'v128' ? name.slice(0, 4) : name.slice(0, 3)
  const comparison = /\.(eq|ne|lt|gt|le|ge)/.test(name)
  if (lanes.startsWith('f32') && !comparison) return [...new Float32Array(bytes.slice().buffer)]
  if (lanes.startsWith('f64') && !comparison) return [...new Float64Array(bytes.slice().buffer)]
  return [...bytes]
}

describe('an instruction', () => {
  it.each(names)('%s computes what its name says', (name) => {
    const { operands } = opcodes[name]
    const assembled = assembleOn(operands, (...values) => op(name, ...values))
    const meaning = meaningOf(name)
    for (const given of choices(operands.map((type, k) => samples(name, k, type))))
      expect(shown(name, runOn(assembled, ...given))).toEqual(shown(name, meaning(...given)))
  })

  it.each(laneNames)('%s reads or replaces one lane', (name) => {
    const { operands } = laneOpcodes[name]
    const replacing = operands.length === 2
    const width = name.includes('x4') ? 4 : 8
    const vector = Uint8Array.from({ length: 16 }, (_, i) => i + 1)
    const scalar = Uint8Array.from({ length: 16 }, (_, i) => 101 + i)
    for (let index = 0; index < 16 / width; index++) {
      const found = runOn(assembleOn(operands, (...values) => lane(name, index, ...values)), vector, scalar) // prettier-ignore
      const wanted = new Uint8Array(16)
      if (replacing) {
        wanted.set(vector)
        wanted.set(scalar.subarray(0, width), index * width)
      } else wanted.set(vector.subarray(index * width, (index + 1) * width))
      expect(found).toEqual(wanted)
    }
  })
})

/** Bytes that loads and stores move, and what loads do with them. */
const width = (name: MemoryOpcodeName) => (/64/.test(name) ? 8 : /^v128\.(load|store)$/.test(name) ? 16 : 4)
const ADDRESS = 32
const OFFSET = 16

describe('a memory instruction', () => {
  const plain = memoryNames.filter((name) => !name.includes('rmw') && !name.includes('notify'))

  it.each(plain)('%s moves its bytes at address plus offset', (name) => {
    const { operands, result } = memoryOpcodes[name]
    const pattern = Uint8Array.from({ length: 16 }, (_, i) => 11 + i)
    const { run, bytes } = assemble({ params: [], results: [] }, (f) => {
      if (result !== null) store(f, load(name, i32(ADDRESS), OFFSET))
      else f.store(name, i32(ADDRESS), fetch(operands[1], 0), OFFSET)
    })
    bytes.set(pattern, result === null ? 0 : ADDRESS + OFFSET)
    run()
    const moved = width(name)
    const wanted = Uint8Array.from({ length: 16 }, (_, i) => (name.endsWith('splat') ? pattern[i % moved] : i < moved ? pattern[i] : 0)) // prettier-ignore
    const at = result === null ? ADDRESS + OFFSET : RESULT
    expect(bytes.slice(at, at + 16)).toEqual(wanted)
  })

  it('i32.atomic.rmw.add adds and gives what was there', () => {
    const { run, bytes } = assemble(
      { params: ['i32'], results: ['i32'] },
      (f) => {
        f.result(load('i32.atomic.rmw.add', i32(ADDRESS), OFFSET, f.param(0)))
      },
      true,
    )
    expect([run(5), run(-2), run(0)]).toEqual([0, 5, 3])
    expect(bytes[ADDRESS + OFFSET]).toBe(3)
  })

  it('memory.atomic.notify wakes nobody where nobody waits', () => {
    const write = (f: FunctionBuilder) => {
      f.result(load('memory.atomic.notify', i32(ADDRESS), 0, i32(1)))
    }
    expect(assemble({ params: [], results: ['i32'] }, write, true).run()).toBe(0)
  })
})
