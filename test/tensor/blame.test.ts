import { describe, expect, it } from 'vitest'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { optimise } from '@shared/tensor/passes/pipeline'
import { firstNonFinite } from '@shared/tensor/runtime/blame'

/** exp in block a, log in block b, their sum in the loss; and the gradient. */
function twoBlocks() {
  const b = new Builder()
  const x = b.input('x', [2])
  const grown = b.within('a', () => b.exp(x))
  const logged = b.within('b', () => b.log(b.sub(grown, 1)))
  const loss = b.within('loss', () => b.sum(logged))
  return b.program('two blocks', { loss }, { x: gradient(b, loss, [x])[0] })
}

const blame = (x: readonly number[]) => firstNonFinite(optimise(twoBlocks()), new Map([['x', x]]))

describe('the search for what is not finite', () => {
  it('finds nothing when all is well', () => {
    expect(blame([1, 2])).toBeNull()
  })

  it('names the block in which single precision overflows', () => {
    expect(blame([1, 100])).toEqual({ scope: 'a', op: 'exp' })
  })

  it('names the block in which a number leaves its domain', () => {
    expect(blame([1, -1])).toEqual({ scope: 'b', op: 'log' })
  })

  it('names bad data as such', () => {
    expect(blame([1, NaN])).toEqual({ scope: '', op: 'input' })
  })

  it('names the block whose gradient breaks though its value does not', () => {
    const b = new Builder()
    const x = b.input('x', [])
    const y = b.within('root', () => b.sqrt(x))
    const p = b.program('slope', { y, dx: gradient(b, y, [x])[0] })
    expect(firstNonFinite(p, new Map([['x', [0]]]))).toEqual({ scope: 'root', op: 'div' })
  })

  it('does not blame an infinity that is not taken, or that turns finite again', () => {
    const b = new Builder()
    const x = b.input('x', [])
    const unused = b.select(b.less(x, 0), b.log(x), 1)
    const again = b.div(1, b.exp(b.mul(x, 1000)))
    expect(firstNonFinite(b.program('fine', { y: b.add(unused, again) }), new Map([['x', [1]]]))).toBeNull()
  })
})
