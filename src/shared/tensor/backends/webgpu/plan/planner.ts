import { carryOf, IDLE, isCarry, isSequence, nextOf, resultKind } from '../../../ir/loopResults'
import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf, type Shape } from '../../../ir/shape'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import { CannotLoop } from '../../analysis/loops'
import type { Binding, Cell } from '../wgsl/cell'
import type { Int } from '../wgsl/ints'
import { costOf, LOAD, readsOf } from './cost'
import { levelsOf } from './levels'
import { isLeaf, isLong, keepsPlace, stripped, termsOf, unshaped } from './nodes'
import { writesOf, type LoopUnit, type MapUnit, type SumUnit, type Unit } from './units'

/** How the rows are cut. */
export interface Tiling {
  readonly batch: number
  /** Rows of a tile, and how many tiles there are. */
  readonly rows: number
  readonly tiles: number
}

/** What recomputing may cost more than reading before a value is kept. */
const WORTH_KEEPING = 16
/** Values of so many steps are kept, so that no kernel becomes endless. */
const MOST_INLINE = 60
/** What a part of a long product costs beyond its terms, in terms. */
const PART = 16
/** Shorter lists are put together where they are read. */
const LEAST_ASSEMBLED = 256

/** Decides which values are kept, and by what they are computed. */
export class Planner {
  readonly cells = new Map<Node, Cell>()
  /** What inputs of loops' bodies stand for. */
  readonly bindings = new Map<Node, Binding>()
  /** What an element costs to compute from what is kept, in additions. */
  readonly costs = new Map<Node, number>()
  /** Where the results of loops go, by their names. */
  readonly #results = new Map<Node, Map<string, Cell>>()
  #names = 0
  /** In how many loops what is planned is. */
  #depth = 0

  constructor(
    readonly extents: ReadonlyMap<Node, Extent>,
    readonly tiling: Tiling,
  ) {}

  axisOf(node: Node): number | null {
    const extent = this.extents.get(node)
    return extent && isAlong(extent) ? extent.axis : null
  }

  cell(
    name: string,
    shape: Shape,
    axis: number | null,
    dtype: Cell['dtype'] = 'float',
    more: Partial<Cell> = {},
  ): Cell {
    return { name: `${name} ${this.#names++}`, shape, axis, dtype, ...more }
  }

  /** Units of all that has to be kept for `wanted`, in an order in which what is read comes first. */
  unitsOf(program: Program, wanted: ReadonlySet<Node>): readonly Unit[] {
    this.#choose(program, wanted)
    return program.nodes.flatMap((node) => this.#unitsOfNode(node))
  }

  /** A copy of a value to another place. */
  copy(node: Node, cell: Cell, prefix: readonly Int[] = [], axis = this.axisOf(node)): MapUnit {
    return this.#map('map', node, cell, this.reads([[node, true]]), { prefix, axis, owns: false })
  }

  /** The cells that values at an element are read from. */
  reads(of: readonly (readonly [Node, boolean])[]): Map<Cell, boolean> {
    const found = new Map<Cell, boolean>()
    const seen = new Set<string>()
    const add = (cell: Cell, own: boolean) => found.set(cell, own && (found.get(cell) ?? true))
    const walk = (node: Node, own: boolean): void => {
      const bound = this.bindings.get(node)
      if (bound?.kind === 'carry') {
        add(bound.cell, own)
        return
      }
      const cell = bound ? undefined : this.cells.get(node)
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

  readonly #ids = new Map<Node, number>()
  #idOf(node: Node): number {
    const id = this.#ids.get(node) ?? this.#ids.size
    this.#ids.set(node, id)
    return id
  }

  /** Gives cells to what is to be kept. */
  #choose(program: Program, wanted: ReadonlySet<Node>): void {
    const reads = new Map<Node, number>()
    for (const node of program.nodes)
      node.inputs.forEach((input, i) => reads.set(input, (reads.get(input) ?? 0) + readsOf(node, i)))
    const must = new Set<Node>()
    for (const node of program.nodes) {
      if (this.#mustBeKept(node)) must.add(node)
      if (isOp(node, 'triangularSolve') || (isOp(node, 'matmul') && this.#isReduced(node)))
        for (const input of node.inputs) if (!this.#isView(input)) must.add(input)
    }
    this.#assemble(program, must)
    const costs = new Map<Node, { readonly cost: number; readonly steps: number }>()
    for (const node of program.nodes) {
      const inputs = node.inputs.map((input) => (this.cells.has(input) ? { cost: LOAD, steps: 1 } : costs.get(input)!))
      const cost = costOf(node, inputs.map((input) => input.cost)) // prettier-ignore
      const steps = inputs.reduce((sum, input) => sum + input.steps, 1)
      costs.set(node, { cost, steps })
      this.costs.set(node, cost)
      if (isLeaf(node) || isOp(node, 'loop') || this.cells.has(node) || this.bindings.has(node)) continue
      const again = ((reads.get(node) ?? 0) - 1) * (cost - LOAD)
      if (must.has(node) || wanted.has(node) || again > WORTH_KEEPING || steps > MOST_INLINE) this.#keep(node)
    }
  }

  #keep(node: Node): void {
    const cell = this.cell(node.op, node.shape, this.axisOf(node), node.dtype)
    this.cells.set(node, cell)
    if (isOp(node, 'loopResult')) {
      const [loop] = node.inputs
      this.#results.set(loop, (this.#results.get(loop) ?? new Map<string, Cell>()).set(node.attributes.name, cell))
    }
  }

  #isReduced = (node: Node): boolean => this.extents.get(node)?.kind === 'reduced'

  #isLongSum = (node: Node): boolean => isLong(node) && this.axisOf(node) === null

  #mustBeKept(node: Node): boolean {
    if (isOp(node, 'root') || isOp(node, 'triangularSolve') || isOp(node, 'loopResult')) return true
    if (this.#isReduced(node)) return isOp(node, 'sum') || isOp(node, 'matmul')
    return this.#isLongSum(node)
  }

  /** Whether a value is only moved from where it is kept. */
  #isView(node: Node): boolean {
    if (isLeaf(node)) return true
    return (isOp(node, 'reshape') || isOp(node, 'take') || isOp(node, 'transpose')) && this.#isView(node.inputs[0])
  }

  /** Long lists are put together by computing each part in its place. */
  #assemble(program: Program, must: Set<Node>): void {
    for (const node of [...program.nodes].reverse()) {
      if (!isOp(node, 'concat') || sizeOf(node.shape) < LEAST_ASSEMBLED || this.axisOf(node) !== null) continue
      if (sizeOf(node.shape.slice(0, node.attributes.axis)) !== 1) continue
      const whole = this.cells.get(node) ?? this.cell('concat', node.shape, null, node.dtype)
      this.cells.set(node, whole)
      let offset = 0
      for (const part of node.inputs) {
        const source = unshaped(part)
        const isFree = !this.cells.has(source) && !this.#isView(source) && this.axisOf(source) === null
        if (isFree && !isOp(source, 'loopResult')) {
          must.add(source)
          this.cells.set(
            source,
            this.cell('part', source.shape, null, source.dtype, { within: { cell: whole, offset } }),
          )
        }
        offset += sizeOf(part.shape)
      }
    }
  }

  #unitsOfNode(node: Node): readonly Unit[] {
    if (isOp(node, 'loop')) return this.#loop(node)
    const cell = this.cells.get(node)
    if (!cell || isLeaf(node) || isOp(node, 'loopResult') || this.bindings.has(node)) return []
    if (isOp(node, 'concat')) {
      const parts = this.#missingParts(node, cell)
      if (parts) return parts
    }
    const inputs = (own: boolean) =>
      this.reads(node.inputs.map((input) => [input, own && keepsPlace(node, input)] as const))
    if (this.#isReduced(node) && isOp(node, 'sum')) return this.#rowSum(node, cell, false)
    if (this.#isReduced(node) && isOp(node, 'matmul') && this.#isSmall(node)) return this.#rowSum(node, cell, false)
    if (this.#isReduced(node) && isOp(node, 'matmul')) return this.#split(node, cell, inputs(false), partsOf(this.tiling.batch)) // prettier-ignore
    if (this.#isLongSum(node))
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
    if (!cell.name.startsWith('concat') || sizeOf(node.shape) < LEAST_ASSEMBLED || cell.axis !== null) return null
    if (sizeOf(node.shape.slice(0, node.attributes.axis)) !== 1) return null
    let offset = 0
    return node.inputs.flatMap((part) => {
      const start = offset
      offset += sizeOf(part.shape)
      const source = this.cells.get(unshaped(part))
      if (sizeOf(part.shape) === 0 || (source?.within?.cell === cell && source.within.offset === start)) return []
      return [
        this.copy(part, this.cell('copy', part.shape, null, part.dtype, { within: { cell, offset: start } }), [], null),
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
    const parts = this.cell('sums of tiles', [tiles, ...node.shape], null, 'float', { isPart: true })
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
    const some = this.cell('parts of a sum', [parts, ...node.shape], null, 'float', { isPart: true })
    return [
      { ...common, kind: 'split', cell: some, reads },
      { ...common, kind: 'join', cell, reads: new Map([[some, false]]) },
    ]
  }

  #loop(node: Node<'loop'>): readonly Unit[] {
    const { body, operands, length } = node.attributes
    const turn = `turn${this.#names++}`
    const results = this.#results.get(node) ?? new Map<string, Cell>()
    const carries = new Map<string, Cell>()
    const start: Unit[] = []
    for (const input of body.inputs) {
      const { name } = input.attributes
      const outer = node.inputs[operands.indexOf(name)]
      if (isCarry(name)) {
        const axis = this.axisOf(input)
        const cell = results.get(nextOf(name)) ?? this.cell('carry', input.shape, axis)
        carries.set(name, cell)
        start.push(this.copy(outer, cell, [], axis))
        this.bindings.set(input, { kind: 'carry', cell })
      } else this.bindings.set(input, { kind: 'outer', node: outer, turn: isSequence(name) ? turn : null })
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
    const needed = new Set(idle ? neededFor(units, this.cells.get(idle)!) : [])
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
      idle: idle ? this.cells.get(idle)! : null,
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
