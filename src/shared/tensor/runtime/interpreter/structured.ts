import { loopResults } from '../../ir/loopResults'
import type { Op, BinaryOp, UnaryOp } from '../../ir/op'
import type { Node } from '../../ir/program'
import { broadcastStrides, sizeOf, stridesOf, type Shape } from '../../ir/shape'
import { walk, type Values } from './pointwise'
import { runLoop } from './loop'
import { solveRoots } from './root'

/** Writes the node's value into `out`, which comes filled with zeros. */
type Rule<O extends Op> = (out: Values, node: Node<O>, inputs: readonly Values[]) => void

/** Splits a shape around an axis: [before, along, after]. */
function around(shape: Shape, axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))]
}

const copy: Rule<Op> = (out, _, [x]) => {
  out.set(x)
}

/** For each element of the operand: where it goes in the reduced result. */
function reduceTargets(node: Node<'sum' | 'maxReduce'>, visit: (from: number, to: number) => void): void {
  const { shape } = node.inputs[0]
  const target = stridesOf(node.shape)
  let kept = 0
  const strides = shape.map((_, axis) => (node.attributes.axes.includes(axis) ? 0 : target[kept++]))
  walk(shape, [strides], (from, [to]) => {
    visit(from, to)
  })
}

export const structuredRules: {
  readonly [O in Exclude<Op, UnaryOp | BinaryOp | 'input'>]: Rule<O>
} = {
  constant: (out, { attributes }) => {
    out.set(attributes.values)
  },
  select: (out, { shape, inputs }, [condition, a, b]) => {
    const strides = inputs.map((input) => broadcastStrides(input.shape, shape))
    walk(shape, strides, (i, [ic, ia, ib]) => {
      out[i] = condition[ic] ? a[ia] : b[ib]
    })
  },
  reshape: copy,
  transpose: (out, { shape, attributes, inputs }, [x]) => {
    const strides = stridesOf(inputs[0].shape)
    walk(shape, [attributes.permutation.map((axis) => strides[axis])], (i, [from]) => {
      out[i] = x[from]
    })
  },
  broadcast: (out, { shape, inputs }, [x]) => {
    walk(shape, [broadcastStrides(inputs[0].shape, shape)], (i, [from]) => {
      out[i] = x[from]
    })
  },
  concat: (out, node, inputs) => {
    const [before, total, after] = around(node.shape, node.attributes.axis)
    let start = 0
    inputs.forEach((x, k) => {
      const width = node.inputs[k].shape[node.attributes.axis] * after
      for (let i = 0; i < before; i++) out.set(x.subarray(i * width, (i + 1) * width), i * total * after + start)
      start += width
    })
  },
  take: (out, { attributes: { axis, indices }, inputs: [input] }, [x]) => {
    const [before, along, after] = around(input.shape, axis)
    for (let i = 0; i < before; i++)
      for (let j = 0; j < indices.length; j++)
        for (let k = 0; k < after; k++)
          out[(i * indices.length + j) * after + k] = x[(i * along + indices[j]) * after + k]
  },
  put: (out, { attributes: { axis, indices, size }, inputs: [input] }, [x]) => {
    const [before, along, after] = around(input.shape, axis)
    for (let i = 0; i < before; i++)
      for (let j = 0; j < along; j++)
        for (let k = 0; k < after; k++) out[(i * size + indices[j]) * after + k] += x[(i * along + j) * after + k]
  },
  gather: (out, { inputs: [input] }, [x, index]) => {
    const width = input.shape[input.shape.length - 1]
    for (let i = 0; i < out.length; i++) out[i] = x[i * width + index[i]]
  },
  scatter: (out, { attributes: { size } }, [v, index]) => {
    for (let i = 0; i < v.length; i++) out[i * size + index[i]] = v[i]
  },
  sum: (out, node, [x]) => {
    reduceTargets(node, (from, to) => (out[to] += x[from]))
  },
  maxReduce: (out, node, [x]) => {
    out.fill(-Infinity)
    reduceTargets(node, (from, to) => (out[to] = Math.max(out[to], x[from])))
  },
  cumsum: (out, { shape, attributes: { axis, reverse, exclusive } }, [x]) => {
    const [before, along, after] = around(shape, axis)
    for (let i = 0; i < before; i++)
      for (let k = 0; k < after; k++) {
        let sum = 0
        for (let j = 0; j < along; j++) {
          const at = (i * along + (reverse ? along - 1 - j : j)) * after + k
          out[at] = exclusive ? sum : sum + x[at]
          sum += x[at]
        }
      }
  },
  matmul: (out, node, [a, b]) => {
    const { transposeA, transposeB } = node.attributes
    const rank = node.shape.length
    const [m, n] = node.shape.slice(-2)
    const k = node.inputs[0].shape[transposeA ? rank - 2 : rank - 1]
    const [aRow, aColumn] = transposeA ? [1, m] : [k, 1]
    const [bRow, bColumn] = transposeB ? [1, k] : [n, 1]
    for (let batch = 0; batch < sizeOf(node.shape.slice(0, -2)); batch++) {
      const [a0, b0, c0] = [batch * m * k, batch * k * n, batch * m * n]
      const row = new Float64Array(n) // sums in float64 whatever the storage
      for (let i = 0; i < m; i++) {
        row.fill(0)
        for (let l = 0; l < k; l++) {
          const factor = a[a0 + i * aRow + l * aColumn]
          const start = b0 + l * bRow
          for (let j = 0; j < n; j++) row[j] += factor * b[start + j * bColumn]
        }
        out.set(row, c0 + i * n)
      }
    }
  },
  triangularSolve: (out, { attributes: { lower, unit, transpose }, shape: [n, m] }, [a, b]) => {
    const entry = (i: number, j: number) => (transpose ? a[j * n + i] : a[i * n + j])
    const downwards = lower !== transpose
    for (let step = 0; step < n; step++) {
      const i = downwards ? step : n - 1 - step
      for (let c = 0; c < m; c++) {
        let sum = b[i * m + c]
        for (let s = 0; s < step; s++) {
          const j = downwards ? s : n - 1 - s
          sum -= entry(i, j) * out[j * m + c]
        }
        out[i * m + c] = unit ? sum : sum / entry(i, i)
      }
    }
  },
  root: (out, node, inputs) => {
    solveRoots(out, node, inputs)
  },
  loop: (out, node, inputs) => {
    runLoop(out, node, inputs)
  },
  loopResult: (out, { inputs: [loop], attributes: { name } }, [values]) => {
    const { offset } = loopResults((loop as Node<'loop'>).attributes).find((result) => result.name === name)!
    out.set(values.subarray(offset, offset + out.length))
  },
}
