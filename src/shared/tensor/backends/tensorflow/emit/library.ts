import { dataType, type Attributes, type FunctionDef } from '../proto/messages'
import { FunctionBuilder, type Value } from './functionBuilder'

/** What TensorFlow makes of the graph: runs it node by node, or has XLA compile it. Some ops are known to one alone. */
export type Manner = 'graph' | 'xla'

/** The functions of a model, in the order in which they were finished, so that a call always goes to an earlier one. */
export class FunctionLibrary {
  readonly #functions: FunctionDef[] = []
  readonly #taken = new Set<string>()

  constructor(
    /** The type of the program's floats. */
    readonly float: 'float' | 'double',
    readonly manner: Manner,
  ) {}

  get functions(): readonly FunctionDef[] {
    return this.#functions
  }

  /** Adds a function by writing it; answers its name, which begins with `name`. */
  define(name: string, write: (f: FunctionBuilder) => readonly Value[], attr: Attributes = {}): string {
    const own = this.#unique(name)
    const f = new FunctionBuilder(this)
    const results = write(f)
    this.#functions.push({
      signature: {
        name: own,
        inputArg: f.arguments,
        outputArg: results.map(({ type }, i) => ({ name: `r${i}`, type: dataType[type] })),
      },
      attr,
      nodeDef: f.nodes,
      ret: Object.fromEntries(results.map(({ ref }, i) => [`r${i}`, ref])),
    })
    return own
  }

  #unique(name: string): string {
    let own = name
    for (let i = 1; this.#taken.has(own); i++) own = `${name}_${i}`
    this.#taken.add(own)
    return own
  }
}
