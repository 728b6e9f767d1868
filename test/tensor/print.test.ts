import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import { print } from '@shared/tensor/ir/print'

describe('a printed program', () => {
  it('shows operands, attributes, shapes, outputs and updates', () => {
    const b = new Builder()
    const x = b.input('x', [4, 3])
    const w = b.input('w', [3, 2])
    const h = b.matmul(x, w)
    const y = b.sum(b.select(b.less(0, h), b.take(h, [1, 0]), 0), [1])
    expect(print(b.program('layer', { y }, { w: b.mul(w, 0.5) }))).toBe(`%0 = input "x" : [4, 3]
%1 = input "w" : [3, 2]
%2 = matmul %0 %1 {transposeA: false, transposeB: false} : [4, 2]
%3 = constant 0 : []
%4 = less %3 %2 : bool[4, 2]
%5 = take %2 {axis: 1, indices: [1 0]} : [4, 2]
%6 = constant 0 : []
%7 = select %4 %5 %6 : [4, 2]
%8 = sum %7 {axes: [1]} : [4]
%9 = constant 0.5 : []
%10 = mul %1 %9 : [3, 2]
output "y" = %8
update "w" = %10
`)
  })

  it('shortens long constants and indents the body of a root', () => {
    const b = new Builder()
    const p = b.constant([1, 2, 3, 4, 5], [5])
    const y = b.root((inner, x, [q]) => inner.sub(x, q), { lower: b.scalar(0), upper: b.scalar(9) }, [p], 7)
    const text = print(b.program('solve', { y }))
    expect(text).toContain('= constant 1 2 3 4 … : [5]\n')
    expect(text).toContain('root %3 %4 %0 {\n  %0 = input "x" : [5]\n  %1 = input "p0" : [5]\n  %2 = sub %0 %1 : [5]\n')
  })
})
