import { dataType, type Attributes, type NodeDef, type TypeName } from '../proto/messages'
import type { Shape } from '../../../ir/shape'
import { attr } from './attributes'

/** Writes the outermost nodes of a model, by names of their own. Each answers how another node asks for its result. */
export class GraphBuilder {
  readonly nodes: NodeDef[] = []

  node(name: string, op: string, input: readonly string[], attributes: Attributes): string {
    this.nodes.push({ name, op, input, attr: attributes })
    return name
  }

  /** What a run is given. */
  placeholder(name: string, type: TypeName, shape: Shape): string {
    return this.node(name, 'Placeholder', [], { dtype: attr.type(type), shape: attr.shape(shape) })
  }

  /** A place that outlives a run. */
  variable(name: string, type: TypeName, shape: Shape): string {
    return this.node(name, 'VarHandleOp', [], {
      dtype: attr.type(type),
      shape: attr.shape(shape),
      shared_name: attr.text(name),
      container: attr.text(''),
    })
  }

  read(name: string, variable: string, type: TypeName): string {
    return this.node(name, 'ReadVariableOp', [variable], { dtype: attr.type(type) })
  }

  /** `after`: nodes that must have been run before. */
  assign(name: string, variable: string, value: string, type: TypeName, after: readonly string[] = []): string {
    const order = after.map((other) => `^${other}`)
    return this.node(name, 'AssignVariableOp', [variable, value, ...order], { dtype: attr.type(type) })
  }

  /** What to ask for so that nodes without results are run. */
  after(name: string, others: readonly string[]): string {
    return this.node(
      name,
      'Const',
      others.map((other) => `^${other}`),
      {
        dtype: attr.type('int32'),
        value: attr.tensor([0], [], 'int32'),
      },
    )
  }

  /** The same bytes as another type. */
  bitcast(name: string, value: string, from: TypeName, to: TypeName): string {
    if (dataType[from] === dataType[to]) return value
    return this.node(name, 'Bitcast', [value], { T: attr.type(from), type: attr.type(to) })
  }
}
