import { Bytes } from './bytes'
import { FunctionBuilder, valueTypeCodes, type FunctionReference, type FunctionType } from './functionBuilder'

/** The memory that a module imports as `env.memory`, in pages of 64 KiB. */
export interface MemoryImport {
  readonly pages: number
  /** Shared memories need a stated maximum, which is `pages` too: they never grow. */
  readonly shared: boolean
}

const [TYPES, IMPORTS, FUNCTIONS, EXPORTS, CODE] = [1, 2, 3, 7, 10]

/** Writes a WebAssembly module that imports one memory and exports functions. */
export class ModuleBuilder {
  readonly #types: string[] = []
  readonly #typeBytes: Uint8Array[] = []
  readonly #functions: { readonly type: number; readonly code: Uint8Array }[] = []
  readonly #exports: { readonly name: string; readonly index: number }[] = []

  constructor(private readonly memory: MemoryImport = { pages: 0, shared: false }) {}

  /** Adds a function, its body written by `write`; with a name it is exported. */
  function(type: FunctionType, write: (f: FunctionBuilder) => void, name?: string): FunctionReference {
    const builder = new FunctionBuilder(type)
    write(builder)
    const index = this.#functions.push({ type: this.#typeIndex(type), code: builder.encode() }) - 1
    if (name !== undefined) this.#exports.push({ name, index })
    return { index, type }
  }

  /** The module; with `memory` where its size was not known before the code was. */
  encode(memory = this.memory): Uint8Array<ArrayBuffer> {
    const out = new Bytes()
    out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
    section(out, TYPES, this.#typeBytes, (body, bytes) => {
      body.append(bytes)
    })
    section(out, IMPORTS, [memory], (body, { pages, shared }) => {
      body.text('env')
      body.text('memory')
      body.byte(0x02)
      body.byte(shared ? 0x03 : 0x00)
      body.unsigned(pages)
      if (shared) body.unsigned(pages)
    })
    section(out, FUNCTIONS, this.#functions, (body, { type }) => {
      body.unsigned(type)
    })
    section(out, EXPORTS, this.#exports, (body, { name, index }) => {
      body.text(name)
      body.byte(0x00)
      body.unsigned(index)
    })
    section(out, CODE, this.#functions, (body, { code }) => {
      body.unsigned(code.length)
      body.append(code)
    })
    return out.view().slice()
  }

  #typeIndex({ params, results }: FunctionType): number {
    const key = `${params.join(' ')} > ${results.join(' ')}`
    const known = this.#types.indexOf(key)
    if (known >= 0) return known
    const bytes = new Bytes()
    bytes.byte(0x60)
    for (const list of [params, results]) {
      bytes.unsigned(list.length)
      for (const type of list) bytes.byte(valueTypeCodes[type])
    }
    this.#typeBytes.push(bytes.view().slice())
    return this.#types.push(key) - 1
  }
}

function section<T>(out: Bytes, id: number, items: readonly T[], write: (body: Bytes, item: T) => void): void {
  const body = new Bytes()
  body.unsigned(items.length)
  for (const item of items) write(body, item)
  out.byte(id)
  out.unsigned(body.length)
  out.append(body.view())
}
