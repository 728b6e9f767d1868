import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { writeModel, type Model } from '@shared/tensor/backends/tensorflow/emit/model'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import { shortened } from '@shared/tensor/backends/tensorflow/errors'
import { dataType, type FunctionDef, type GraphDef } from '@shared/tensor/backends/tensorflow/proto/messages'
import { decodeSavedModel, encodeSavedModel } from '@shared/tensor/backends/tensorflow/proto/savedModel'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { describe, expect, it } from 'vitest'
import { allCases } from '../support/cases'
import { caseProgram, caseVariables } from '../support/run'

const model = (program: Program, manner: Manner, turns = 1): Model =>
  writeModel(optimise(program), { float: 'float', manner, turns, rowOutputs: new Set() })

/** s ← s + Σ rows. */
function summing(): Program {
  const b = new Builder()
  const [state, sum] = [b.input('state', []), b.sum(b.rows('rows', [4, 2]))]
  return b.program('summing', { sum }, { state: b.add(state, sum) })
}

const functionsOf = ({ library }: GraphDef) => library.function

/** What a function's nodes and results name that is not there before them. */
function loose({ signature, nodeDef, ret }: FunctionDef): string[] {
  const known = new Set(signature.inputArg.map(({ name }) => name))
  const missing: string[] = []
  const check = (ref: string) => {
    if (!known.has(ref.split(':')[0])) missing.push(ref)
  }
  for (const { name, input } of nodeDef) {
    input.forEach(check)
    known.add(name)
  }
  Object.values(ret).forEach(check)
  return missing
}

const doubled = (names: readonly string[]) => names.filter((name, i) => names.indexOf(name) !== i)

describe.each(['graph', 'xla'] as const)('a program as a SavedModel, %s', (manner) => {
  it.each(allCases)('names every value once and before its use: $title', ({ use }) => {
    const { graph } = model(vjpProgram(caseProgram(use), caseVariables(use)), manner)
    const functions = functionsOf(graph)
    expect(doubled(graph.node.map(({ name }) => name))).toEqual([])
    expect(doubled(functions.map(({ signature }) => signature.name))).toEqual([])
    for (const each of functions) {
      expect(loose(each)).toEqual([])
      expect(doubled(each.nodeDef.map(({ name }) => name))).toEqual([])
      const called = each.nodeDef.flatMap(({ attr }) => Object.values(attr).flatMap(({ func }) => func?.name ?? []))
      const before = functions.slice(0, functions.indexOf(each)).map(({ signature }) => signature.name)
      expect(before).toEqual(expect.arrayContaining(called))
    }
  })

  it('gives the same bytes for the same program', () => {
    const bytes = () => encodeSavedModel(model(summing(), manner, 3).graph)
    expect(bytes()).toEqual(bytes())
  })

  it('comes back from its bytes', () => {
    const { graph } = model(summing(), manner, 3)
    const read = decodeSavedModel(encodeSavedModel(graph))
    expect(read.node.map(({ name, op, input }) => ({ name, op, input }))).toEqual(
      graph.node.map(({ name, op, input }) => ({ name, op, input })),
    )
    expect(functionsOf(read).map(({ signature, ret }) => ({ name: signature.name, ret }))).toEqual(
      functionsOf(graph).map(({ signature, ret }) => ({ name: signature.name, ret })),
    )
    const rows = read.node.find(({ name }) => name === 'input_1_given')!
    expect(rows.attr['dtype'].type).toBe(dataType.float)
    expect(rows.attr['shape'].shape!.dim.map(({ size }) => size)).toEqual([3, 4, 2])
  })

  it('is told to XLA, or not', () => {
    const { graph } = model(summing(), manner)
    const call = graph.node.find(({ op }) => op === 'PartitionedCall')!
    expect(call.attr['_XlaMustCompile']?.b ?? false).toBe(manner === 'xla')
    expect(functionsOf(graph).at(-1)!.attr['_noinline']?.b ?? false).toBe(manner === 'xla')
  })
})

describe('constants of a SavedModel', () => {
  const constantOf = (values: number[]) => {
    const b = new Builder()
    const program = b.program('constant', { y: b.mul(b.input('x', [3]), b.constant(values, [3])) })
    const read = decodeSavedModel(encodeSavedModel(model(program, 'graph').graph))
    return functionsOf(read)
      .at(-1)!
      .nodeDef.map(({ attr }) => attr['value']?.tensor)
      .find((tensor) => tensor !== undefined)!
  }

  it('are their bytes', () => {
    const { tensorContent } = constantOf([1, -2, 0.5])
    expect([...new Float32Array(Uint8Array.from(tensorContent!).buffer)]).toEqual([1, -2, 0.5])
  })

  it('are one value where all are the same, minus zero told from zero', () => {
    expect(constantOf([2, 2, 2]).floatVal).toEqual([2])
    expect(constantOf([0, -0, 0]).tensorContent).toHaveLength(12)
  })
})

describe('an error of TensorFlow', () => {
  it('is cut to what is said to people', () => {
    const said =
      'Session fail to run with error: 2 root error(s) found.\n  (0) RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[9,9] and type float on /job:localhost/replica:0/task:0/device:CPU:0 by allocator mklcpu\n\t [[{{node run}}]]\nHint: If you want to see a list of allocated tensors'
    expect(shortened(said)).toBe('RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[9,9] and type float')
    expect(shortened('x'.repeat(1000))).toHaveLength(301)
  })
})
