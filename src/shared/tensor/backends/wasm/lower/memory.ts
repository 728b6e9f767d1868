import type { Node } from '../../../ir/program'
import type { Lanes } from '../lanes'
import { aligned } from '../../arena'
import { resolveAlias } from './alias'
import type { Layout } from './layout'
import type { Lowered } from './lowered'
import type { UniformMemory } from './uniformCall'

/** Where everything uniform is in a module's memory: as laid out, and behind that what code turns out to need as it is written. */
export class ModuleMemory implements UniformMemory {
  #end: number
  readonly #asides = new Map<number, { address: number; count: number }>()
  readonly #tables = new Map<string, { address: number; values: readonly number[] }>()

  constructor(
    private readonly layout: Layout,
    private readonly lanes: Lanes,
  ) {
    this.#end = layout.end
  }

  /** Where it ends for now. */
  get end(): number {
    return this.#end
  }

  get tables(): Lowered['tables'] {
    return [...this.#tables.values()]
  }

  address(node: Node): number {
    const { root, offset } = resolveAlias(node)
    const address = this.layout.uniform.get(root)
    if (address === undefined) throw new Error(`internal: %${node.id} ${node.op} has no memory`)
    return address + offset * this.lanes.bytes
  }

  table(values: readonly number[]): number {
    const key = values.join(' ')
    const known = this.#tables.get(key)
    if (known) return known.address
    const address = this.reserve(4 * values.length)
    this.#tables.set(key, { address, values })
    return address
  }

  aside(slot: number, count: number): number {
    const known = this.#asides.get(slot)
    if (known && known.count >= count) return known.address
    const address = this.reserve(count * this.lanes.bytes)
    this.#asides.set(slot, { address, count })
    return address
  }

  /** Memory for so many bytes behind all that was placed so far. */
  reserve(bytes: number): number {
    const at = this.#end
    this.#end += aligned(Math.max(bytes, 1))
    return at
  }
}
