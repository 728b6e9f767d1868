import type { Node } from '../../../ir/program'
import { back, ZERO, int, type Int, type Point } from './ints'
import type { Rule, Values } from './values'

/** Loops of so few turns are written out, so that what they read is known; more would make kernels long. */
export const WRITTEN_OUT = 4

/** Goes through the places along these axes of a node, innermost last. */
export function overAxes(
  values: Values,
  node: Node,
  axes: readonly number[],
  visit: (at: ReadonlyMap<number, Int>) => void,
): void {
  const inner = (k: number, at: ReadonlyMap<number, Int>): void => {
    if (k === axes.length) {
      visit(at)
      return
    }
    values.code.repeat(node.shape[axes[k]], (i) => { inner(k + 1, new Map(at).set(axes[k], i)) }, WRITTEN_OUT) // prettier-ignore
  }
  inner(0, new Map())
}

/** The point of an operand from that of its reduction, and the places along the axes that are lost. */
export function widened(point: Point, rank: number, lost: ReadonlyMap<number, Int>): Point {
  let kept = 0
  return Array.from({ length: rank }, (_, axis) => lost.get(axis) ?? point[kept++])
}

function accumulate(
  values: Values,
  points: readonly Point[],
  start: string,
  turns: (add: (each: (point: Point, i: number) => string) => void) => void,
): readonly string[] {
  const { code } = values
  const names = points.map(() => code.name('r'))
  for (const name of names) code.line(`var ${name} = ${start};`)
  turns((each) => {
    names.forEach((name, i) => {
      code.line(`${name} = ${each(points[i], i).replaceAll('@', name)};`)
    })
  })
  return names
}

/** Terms of a matrix product at the points of its result and one place along the axis that is lost. */
export function factors(
  values: Values,
  { inputs: [a, b], attributes: { transposeA, transposeB } }: Node<'matmul'>,
  points: readonly Point[],
  k: Int,
) {
  const split = points.map((point) => ({
    leading: point.slice(0, -2),
    i: point[point.length - 2],
    j: point[point.length - 1],
  }))
  return [
    values.of(
      a,
      split.map(({ leading, i }) => [...leading, ...(transposeA ? [k, i] : [i, k])]),
    ),
    values.of(
      b,
      split.map(({ leading, j }) => [...leading, ...(transposeB ? [j, k] : [k, j])]),
    ),
  ] as const
}

export const innerSize = ({ inputs: [a], attributes: { transposeA } }: Node<'matmul'>): number =>
  a.shape[a.shape.length - (transposeA ? 2 : 1)]

export const reductionRules = {
  sum: ((values, node, points) => {
    const [input] = node.inputs
    return accumulate(values, points, '0f', (add) => {
      overAxes(values, input, node.attributes.axes, (lost) => {
        const terms = values.of(
          input,
          points.map((point) => widened(point, input.shape.length, lost)),
        )
        add((_, i) => `@ + ${terms[i]}`)
      })
    })
  }) as Rule<'sum'>,
  maxReduce: ((values, node, points) => {
    const [input] = node.inputs
    return accumulate(values, points, '-infinity()', (add) => {
      overAxes(values, input, node.attributes.axes, (lost) => {
        const terms = values.of(
          input,
          points.map((point) => widened(point, input.shape.length, lost)),
        )
        add((_, i) => `max_(@, ${terms[i]})`)
      })
    })
  }) as Rule<'maxReduce'>,
  matmul: ((values, node, points) =>
    accumulate(values, points, '0f', (add) => {
      values.code.repeat(innerSize(node), (k) => {
        const [as, bs] = factors(values, node, points, k)
        add((_, i) => `fma(${as[i]}, ${bs[i]}, @)`)
      }, WRITTEN_OUT) // prettier-ignore
    })) as Rule<'matmul'>,
  cumsum: ((values, { inputs: [input], shape, attributes: { axis, reverse, exclusive } }, points) => {
    const size = shape[axis]
    return points.flatMap((point) => {
      const own = point[axis]
      const at = reverse ? back(size - 1, own) : own
      return accumulate(values, [point], '0f', (add) => {
        const read = (i: Int) =>
          values.of(input, [point.map((each, k) => (k === axis ? (reverse ? back(size - 1, i) : i) : each))])[0]
        if (at.value !== undefined) {
          for (let i = 0; i < at.value + (exclusive ? 0 : 1); i++) { const term = read(int(i)); add(() => `@ + ${term}`) } // prettier-ignore
          return
        }
        const name = values.code.name('k')
        values.code.block(
          `for (var ${name} = 0u; ${name} ${exclusive ? '<' : '<='} ${at.text}; ${name}++)`,
          true,
          () => {
            const term = read(size === 1 ? ZERO : { text: name, below: size })
            add(() => `@ + ${term}`)
          },
        )
      })
    })
  }) as Rule<'cumsum'>,
}
