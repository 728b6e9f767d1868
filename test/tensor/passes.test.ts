import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import { print } from '@shared/tensor/ir/print'
import type { Node } from '@shared/tensor/ir/program'
import { cse } from '@shared/tensor/passes/cse'
import { dce } from '@shared/tensor/passes/dce'
import { fold } from '@shared/tensor/passes/fold'
import { densityProgram, jacobianProgram, layersProgram } from '@shared/learn/inspection/programs'
import { optimise, pipeline } from '@shared/tensor/passes/pipeline'
import { verify } from '@shared/tensor/ir/verify'
import { affineBlock, tinyFlow } from '../learn/tinyFlow'

const program = (write: (b: Builder) => Node) => {
  const b = new Builder()
  return b.program('p', { y: write(b) })
}

/** A program as it prints after folding and with dead code removed. */
const folded = (write: (b: Builder) => Node) => print(dce(fold(program(write))))

const x = (b: Builder) => b.input('x', [2, 3])
const unchanged = '%0 = input "x" : [2, 3]\noutput "y" = %0\n'

describe('dead code elimination', () => {
  it('drops what nothing needs and keeps every input', () => {
    const b = new Builder()
    const a = b.input('a', [])
    const spare = b.input('spare', [])
    const before = b.program('p', { y: b.exp(a), unused: b.sin(spare) })
    const after = dce({ ...before, outputs: before.outputs.slice(0, 1) })
    expect(print(after)).toBe('%0 = input "a" : []\n%1 = input "spare" : []\n%2 = exp %0 : []\noutput "y" = %2\n')
  })
})

describe('folding', () => {
  const drops: readonly (readonly [string, (b: Builder) => Node])[] = [
    ['a product with 1', (b) => b.mul(x(b), 1)],
    ['a product with ones', (b) => b.mul(b.fill(1, [3]), x(b))],
    ['a quotient by 1', (b) => b.div(x(b), 1)],
    ['a difference with 0', (b) => b.sub(x(b), 0)],
    ['a sum with −0', (b) => b.add(-0, x(b))],
    ['two signs', (b) => b.neg(b.neg(x(b)))],
    ['stopGradient', (b) => b.stopGradient(x(b))],
    ['reshapes there and back', (b) => b.reshape(b.reshape(x(b), [6]), [2, 3])],
    ['a transposition that moves nothing', (b) => b.transpose(x(b), [0, 1])],
    ['a choice of everything in order', (b) => b.take(x(b), [0, 1, 2])],
  ]
  it.each(drops)('drops %s', (_, write) => {
    expect(folded(write)).toBe(unchanged)
  })

  const keeps: readonly (readonly [string, (b: Builder) => Node, string])[] = [
    ['a sum with 0, which turns −0 into 0', (b) => b.add(x(b), 0), 'add'],
    ['a product with 0, which keeps NaN', (b) => b.mul(x(b), 0), 'mul'],
    ['a difference with 0 and −0', (b) => b.sub(x(b), b.constant([0, -0, 0], [3])), 'sub'],
    ['a product with ones that broadcasts', (b) => b.mul(x(b), b.fill(1, [4, 2, 3])), 'mul'],
    ['a choice in another order', (b) => b.take(x(b), [0, 2, 1]), 'take'],
  ]
  it.each(keeps)('keeps %s', (_, write, op) => {
    expect(folded(write)).toContain(`= ${op} `)
  })

  it('computes what is known now', () => {
    expect(folded((b) => b.exp(b.mul(b.constant([0, 1], [2]), 0)))).toBe('%0 = constant 1 1 : [2]\noutput "y" = %0\n')
  })

  it('knows truth values too', () => {
    const text = folded((b) => b.select(b.less(b.scalar(1), b.scalar(2)), b.input('x', []), 0))
    expect(text).toContain('constant 1 : bool[]')
  })

  it('does not carry large constants in the program', () => {
    const text = folded((b) => b.exp(b.broadcast(b.constant(new Float64Array(100).fill(2), [100]), [100, 100])))
    expect(text).toContain('broadcast')
    expect(text).toContain('exp')
  })

  it('makes one reshape of two', () => {
    expect(folded((b) => b.reshape(b.reshape(x(b), [6]), [3, 2]))).toBe(
      '%0 = input "x" : [2, 3]\n%1 = reshape %0 : [3, 2]\noutput "y" = %1\n',
    )
  })
})

describe('common subexpression elimination', () => {
  it('computes each value once, in either order of a sum', () => {
    const before = program((b) => {
      const [p, q] = [b.input('p', []), b.input('q', [])]
      return b.mul(b.exp(b.add(p, q)), b.exp(b.add(q, p)))
    })
    expect(print(dce(cse(before)))).toBe(`%0 = input "p" : []
%1 = input "q" : []
%2 = add %0 %1 : []
%3 = exp %2 : []
%4 = mul %3 %3 : []
output "y" = %4
`)
  })

  it.each([
    ['the order of a difference', (b: Builder) => b.mul(b.sub(x(b), 1), b.sub(1, x(b)))],
    ['attributes', (b: Builder) => b.mul(b.take(x(b), [0, 1]), b.take(x(b), [1, 0]))],
    ['the axis', (b: Builder) => b.mul(b.cumsum(x(b), 0), b.cumsum(x(b), 1))],
    ['0 from −0', (b: Builder) => b.mul(b.div(1, b.scalar(0)), b.div(1, b.scalar(-0)))],
    ['shapes of equal constants', (b: Builder) => b.mul(b.constant([1, 2], [2, 1]), b.constant([1, 2], [1, 2]))],
  ])('tells %s apart', (_, write) => {
    const before = program(write)
    expect(dce(cse(before)).nodes.filter((node) => node.op !== 'constant')).toHaveLength(
      before.nodes.filter((node) => node.op !== 'constant').length,
    )
  })
})

describe('the pipeline', () => {
  it('keeps names, scopes and the order of inputs', () => {
    const b = new Builder()
    const [first, second] = [b.input('first', []), b.input('second', [])]
    const y = b.within('block', () => b.mul(b.exp(second), b.exp(second)))
    const after = optimise(b.program('named', { y }, { first: b.add(first, 1) }))
    expect(after.name).toBe('named')
    expect(after.inputs.map(({ attributes }) => attributes.name)).toEqual(['first', 'second'])
    expect(after.nodes.filter((node) => node.scope === 'block').map((node) => node.op)).toEqual(['exp', 'mul'])
    expect(after.updates.map(({ name }) => name)).toEqual(['first'])
  })

  it('leaves a well-formed program after every pass', () => {
    const flow = tinyFlow(2, [{ id: 'first', of: affineBlock(2) }, { id: 'second', of: affineBlock(2) }]) // prettier-ignore
    for (const given of [
      densityProgram(flow, 8),
      layersProgram(flow, 8, 'forward'),
      jacobianProgram(flow, 8, 'inverse'),
    ])
      pipeline.reduce((current, { name, run }) => {
        const next = run(current)
        expect(() => { verify(next) }, `${given.name} after ${name}`).not.toThrow() // prettier-ignore
        return next
      }, given)
  })

  it('refuses a malformed program', () => {
    const sound = program((b) => b.exp(x(b)))
    expect(() => optimise({ ...sound, nodes: [...sound.nodes].reverse() })).toThrow('before it is made')
  })
})
