import { i32, op, type Expression } from './assembler/expression'
import { ModuleBuilder, type MemoryImport } from './assembler/moduleBuilder'
import type { OpcodeName } from './assembler/opcodes'
import { lanesOf } from './lanes'

/** What the runtime's WebAssembly offers to compiled programs. */
export interface Features {
  readonly simd: boolean
  readonly relaxedSimd: boolean
  /** Whether relaxed multiply-adds round once on this machine. */
  readonly fused: boolean
  /** Whether modules may import a shared memory: what threads need. */
  readonly sharedMemory: boolean
  /** In words, for people: each feature that is missing and what follows. Empty when none is. */
  readonly missing: readonly string[]
}

/** A module with one function `probe` of no operands. */
function probe(memory: MemoryImport, value: Expression): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(memory)
  module.function({ params: [], results: ['i32'] }, (f) => { f.result(value) }, 'probe') // prettier-ignore
  return module.encode()
}

const own: MemoryImport = { pages: 1, shared: false }
const zero = op('i32x4.splat', i32(0))
const anyBit = (vector: Expression) => op('v128.any_true', vector)
const ternary = (name: OpcodeName) => anyBit(op(name, zero, zero, zero))

/** (1 + ε)² − (1 + 2ε) = ε² if rounded once, else 0. */
function squareKeepsItsLastBits(): boolean {
  const lanes = lanesOf('float32', true)
  const nearOne = 1 + 2 ** -23
  const square = lanes.madd(lanes.constant(nearOne), lanes.constant(nearOne), lanes.constant(-(1 + 2 ** -22)))
  const module = new WebAssembly.Module(probe(own, anyBit(square)))
  const instance = new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory({ initial: 1 }) } })
  return instance.exports.probe() === 1
}

function missing({ simd, relaxedSimd, fused, sharedMemory }: Omit<Features, 'missing'>): string[] {
  if (!simd) return ['WebAssembly has no SIMD here, which compiled programs are made of.']
  const words: string[] = []
  if (!relaxedSimd) words.push('WebAssembly has no relaxed SIMD here: a multiplication and an addition take two steps.')
  else if (!fused) words.push('Relaxed SIMD multiplies and adds in two steps on this processor.')
  if (!sharedMemory) words.push('WebAssembly has no shared memory here: programs run on one thread.')
  return words
}

/** Tries small modules. A host that can turn features on does so before. */
export function detectFeatures(): Features {
  if (typeof WebAssembly === 'undefined')
    return {
      simd: false,
      relaxedSimd: false,
      fused: false,
      sharedMemory: false,
      missing: ['This runtime has no WebAssembly.'],
    }
  const simd = WebAssembly.validate(probe(own, anyBit(zero)))
  const relaxedSimd = simd && WebAssembly.validate(probe(own, ternary('i32x4.relaxed_laneselect')))
  const found = {
    simd,
    relaxedSimd,
    fused: relaxedSimd && squareKeepsItsLastBits(),
    sharedMemory: WebAssembly.validate(probe({ pages: 1, shared: true }, i32(0))),
  }
  return { ...found, missing: missing(found) }
}
