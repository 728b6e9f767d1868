import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'

/** x [rows, 5] → out [rows, 3], every row by itself: products, what is made of them, and a mean over weights between. */
export function rowsOneByOne(rows: number): Program {
  const b = new Builder()
  const [w, v] = [b.input('w', [5, 8]), b.input('v', [8, 3])]
  const hidden = b.tanh(b.matmul(b.rows('x', [rows, 5]), w))
  return b.program('one by one', { out: b.add(b.sin(b.matmul(hidden, v)), b.mean(v, [0])) })
}
