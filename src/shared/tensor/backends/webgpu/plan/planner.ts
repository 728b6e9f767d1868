import { carryOf, IDLE, isCarry, isSequence, nextOf, resultKind } from '../../../ir/loopResults'
import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { CannotLoop } from '../../analysis/loops'
import type { Cell } from '../wgsl/cell'
import type { Int } from '../wgsl/ints'
import { chooseKept } from './chooseKept'
import type { KeptValues } from './keptValues'
import { levelsOf } from './levels'
import { isAssembled, isLeaf, keepsPlace, stripped, termsOf, unshaped } from './nodes'
import { writesOf, type LoopUnit, type MapUnit, type SumUnit, type Unit } from './units'

/** How the rows are cut. */
export interface Tiling {
  readonly batch: number
  /** Rows of a tile, and how many tiles there are. */
  readonly rows: number
  readonly tiles: number
}

/** What a part of a long product costs beyond its terms, in terms. */
const PART = 16

/** Decides by what the values that are kept are computed, in which order. */
export class Planner {
  /** In how many loops what is planned is. */
  #depth = 0
  /** Values that were told apart, by a number each. */
  readonly #ids = new Map<Node, number>()

  constructor(
    readonly kept: KeptValues,
    readonly tiling: Tiling,
  ) {}

  /** Units of all that has to be kept for `wanted`, in an order in which what is read comes first. */
  unitsOf(program: Program, wanted: ReadonlySet<Node>): readonly Unit[] {
    chooseKept(this.kept, program, wanted)
    return program.nodes.flatMap((node) => this.#unitsOfNode(node))
  }

  /** A copy of a value to another place. */
  copy(node: Node, cell: Cell, prefix: readonly Int[] = [], axis = this.kept.axisOf(node)): MapUnit {
    return this.#map('map', node, cell, this.reads([[node, true]]), { prefix, axis, owns: false })
  }

  /** The cells that values at an element are read from. */
  reads(of: readonly (readonly [Node, boolean])[]): Map<Cell, boolean> {
    const found = new Map<Cell, boolean>()
    const seen = new Set<string>()
    const add = (cell: Cell, own: boolean) => found.set(cell, own && (found.get(cell) ?? true))
    const walk = (node: Node, own: boolean): void => {
      const bound = this.kept.bindings.get(node)
      if (bound?.kind === 'carry') {
        add(bound.cell, own)
        return
      }
      const cell = bound ? undefined : this.kept.cells.get(node)
      if (cell) {
        add(cell, own)
        return
      }
      const key = `${this.#idOf(node)} ${own}`
      if (seen.has(key)) return
      seen.add(key)
      if (bound) walk(bound.node, own && bound.turn === null)
      else for (const input of node.inputs) walk(input, own && keepsPlace(node, input))
    }
    for (const [node, own] of of) walk(node, own)
    return found
  }

  #idOf(node: Node): number {
    const id = this.#ids.get(node) ?? this.#ids.size
    this.#ids.set(node, id)
    return id
  }

  #unitsOfNode(node: Node): readonly Unit[] {
    if (isOp(node, 'loop')) return this.#loop(node)
    const cell = this.kept.cells.get(node)
    if (!cell || isLeaf(node) || isOp(node, 'loopResult') || this.kept.bindings.has(node)) return []
    if (isOp(node, 'concat')) {
      const parts = this.#missingParts(node, cell)
      if (parts) return parts
    }
    const inputs = (own: boolean) =>
      this.reads(node.inputs.map((input) => [input, own && keepsPlace(node, input)] as const))
    if (this.kept.isReduced(node) && isOp(node, 'sum')) return this.#rowSum(node, cell, false)
    if (this.kept.isReduced(node) && isOp(node, 'matmul') && this.#isSmall(node)) return this.#rowSum(node, cell, false)
    if (this.kept.isReduced(node) && isOp(node, 'matmul')) return this.#split(node, cell, inputs(false), partsOf(this.tiling.batch)) // prettier-ignore
    if (this.kept.isLongSum(node))
      return this.#split(node, cell, inputs(false), Math.min(256, Math.ceil(Math.sqrt(termsOf(node)))))
    if (isOp(node, 'triangularSolve')) return [this.#map('solve', node, cell, inputs(false), { axis: cell.axis })]
    return [this.#map('map', node, cell, inputs(true), { axis: cell.axis })]
  }

  /** Whether a product summed over the rows is smaller, with each tile's own written and read, than what it is computed from. */
  #isSmall(node: Node<'matmul'>): boolean {
    const factors = node.inputs.reduce((sum, input) => sum + sizeOf(input.shape), 0)
    return 2 * this.tiling.tiles * sizeOf(node.shape) < factors
  }

  /** Copies of the parts of an assembled list that are not computed in place; null where it is not assembled. */
  #missingParts(node: Node<'concat'>, cell: Cell): readonly Unit[] | null {
    if (!cell.name.startsWith('concat') || !isAssembled(node, cell.axis)) return null
    let offset = 0
    return node.inputs.flatMap((part) => {
      const start = offset
      offset += sizeOf(part.shape)
      const source = this.kept.cells.get(unshaped(part))
      if (sizeOf(part.shape) === 0 || (source?.within?.cell === cell && source.within.offset === start)) return []
      return [
        this.copy(
          part,
          this.kept.cell('copy', part.shape, null, part.dtype, { within: { cell, offset: start } }),
          [],
          null,
        ),
      ]
    })
  }

  #map(
    kind: MapUnit['kind'],
    node: Node,
    cell: Cell,
    reads: ReadonlyMap<Cell, boolean>,
    {
      axis,
      prefix = [],
      owns = true,
    }: { readonly axis: number | null; readonly prefix?: readonly Int[]; readonly owns?: boolean },
  ): MapUnit {
    const byRows = axis !== null
    const domain = kind === 'solve' ? null : `${byRows} ${stripped(node.shape, axis).join()}`
    return { kind, node, cell, reads, byRows, domain, shape: node.shape, axis, prefix, owns }
  }

  /** A sum over the rows: of each tile's own, then of all tiles'. */
  #rowSum(node: Node, cell: Cell, adds: boolean): readonly SumUnit[] {
    const { tiles } = this.tiling
    const parts = this.kept.cell('sums of tiles', [tiles, ...node.shape], null, 'float', { isPart: true })
    const reads = this.reads(node.inputs.map((input) => [input, false] as const))
    const common = { node, shape: node.shape, axis: null, parts: tiles, domain: null } as const
    return [
      { ...common, kind: 'rowSum', cell: parts, reads, byRows: true, adds },
      { ...common, kind: 'join', cell, reads: new Map([[parts, false]]), byRows: false, adds: false },
    ]
  }

  #split(node: Node, cell: Cell, reads: ReadonlyMap<Cell, boolean>, parts: number): readonly SumUnit[] {
    const common = { node, shape: node.shape, axis: null, parts, byRows: false, domain: null, adds: false } as const
    if (parts === 1) return [{ ...common, kind: 'split', cell, reads }]
    const some = this.kept.cell('parts of a sum', [parts, ...node.shape], null, 'float', { isPart: true })
    return [
      { ...common, kind: 'split', cell: some, reads },
      { ...common, kind: 'join', cell, reads: new Map([[some, false]]) },
    ]
  }

  #loop(node: Node<'loop'>): readonly Unit[] {
    const { body, operands, length } = node.attributes
    const turn = `turn${this.kept.number()}`
    const results = this.kept.resultsOf(node)
    const carries = new Map<string, Cell>()
    const start: Unit[] = []
    for (const input of body.inputs) {
      const { name } = input.attributes
      const outer = node.inputs[operands.indexOf(name)]
      if (isCarry(name)) {
        const axis = this.kept.axisOf(input)
        const cell = results.get(nextOf(name)) ?? this.kept.cell('carry', input.shape, axis)
        carries.set(name, cell)
        start.push(this.copy(outer, cell, [], axis))
        this.kept.bindings.set(input, { kind: 'carry', cell })
      } else this.kept.bindings.set(input, { kind: 'outer', node: outer, turn: isSequence(name) ? turn : null })
    }
    const ofKind = (kind: string) => body.outputs.filter(({ name }) => name !== IDLE && resultKind(name) === kind)
    const idle = body.outputs.find(({ name }) => name === IDLE)?.node
    const nexts = ofKind('n').filter(
      ({ name, node: next }) => !isOp(next, 'input') || next.attributes.name !== carryOf(name),
    )
    this.#depth++
    const units = this.unitsOf(body, new Set([...nexts.map((next) => next.node), ...(idle ? [idle] : [])])).filter(
      isByElement,
    )
    const at = { text: turn, below: length }
    const stack = (kind: string) => ofKind(kind).flatMap(({ name, node: value }) => {
      const cell = results.get(name)
      return cell ? [this.copy(value, cell, [at])] : []
    }) // prettier-ignore
    const [found, made] = [stack('b'), stack('y')]
    const sums = ofKind('t').flatMap(({ name, node: value }) => {
      const cell = results.get(name)
      if (this.#depth > 1 || !(isOp(value, 'sum') || isOp(value, 'matmul'))) throw new CannotLoop(node)
      return cell ? [this.#rowSum(value, cell, true)] : []
    })
    const totals = sums.map(([total]) => total)
    const moves = nexts.map(({ name, node: next }) => this.copy(next, carries.get(carryOf(name))!))
    const needed = new Set(idle ? neededFor(units, this.kept.cells.get(idle)!) : [])
    const own = new Set([...units.map(({ cell }) => cell), ...carries.values()])
    const reads = new Map<Cell, boolean>()
    for (const unit of [...start, ...units, ...found, ...made, ...totals, ...moves])
      for (const cell of unit.reads.keys()) if (!own.has(cell)) reads.set(cell, false)
    const written = [...carries.values(), ...[...found, ...made, ...totals].map(({ cell }) => cell)]
    const loop: LoopUnit = {
      kind: 'loop',
      node,
      cell: written[0],
      results: written,
      reads,
      byRows: true,
      domain: null,
      turn,
      start: levelsOf([...start, ...totals.map((total): SumUnit => ({ ...total, kind: 'noSum', reads: new Map() }))]),
      always: levelsOf([...found, ...units.filter((unit) => needed.has(unit))]),
      idle: idle ? this.kept.cells.get(idle)! : null,
      body: [...levelsOf([...units.filter((unit) => !needed.has(unit)), ...made, ...totals]), ...levelsOf(moves)],
      instead: levelsOf(made.map((unit): MapUnit => ({ ...unit, kind: 'zero', reads: new Map() }))),
    }
    this.#depth--
    return [loop, ...sums.map(([, join]) => join)]
  }
}

/**
 * Into how many parts a product's sum over the rows is split. One part is a chain of rows / parts terms that wait for each
 * other; each more is written and read again, which costs about as much as `PART` terms.
 */
const partsOf = (rows: number): number => Math.ceil(Math.sqrt(rows / PART))

/** Units that are not of sums over the rows: a loop adds those up over its turns. */
const isByElement = (unit: Unit): boolean => unit.kind !== 'rowSum' && unit.kind !== 'join' && unit.kind !== 'split'

/** The units that a cell depends on. */
function neededFor(units: readonly Unit[], cell: Cell): readonly Unit[] {
  const wanted = new Set([cell])
  return [...units].reverse().filter((unit) => {
    const isNeeded = writesOf(unit).some((each) => wanted.has(each))
    if (isNeeded) for (const each of unit.reads.keys()) wanted.add(each)
    return isNeeded
  })
}
