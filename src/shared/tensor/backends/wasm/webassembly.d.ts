/** The part of the WebAssembly interface used here, which Node and browsers share and no library of ECMAScript has. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
    private readonly opaque: never
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, Memory>>)
    readonly exports: Record<string, (...operands: number[]) => number>
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean
}
