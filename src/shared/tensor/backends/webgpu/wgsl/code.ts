import type { Int } from './ints'

interface Scope {
  readonly lines: string[]
  readonly known: Map<string, string>
  /** Whether what is inside must not be moved out of it. */
  readonly closed: boolean
}

/** A name or a literal. */
const isSimple = (text: string): boolean => /^(\w+|\(?-?[\d.]+(e[+-]?\d+)?f\)?)$/.test(text)

const scope = (closed: boolean): Scope => ({ lines: [], known: new Map(), closed })

/** Numbers behind a place that are told by it. */
const NEAR = 64

/**
 * Writes the statements of one function. What is asked for twice is computed once, and outside of the loops on whose
 * variables it does not depend.
 */
export class Code {
  #scopes: readonly Scope[] = [scope(true)]
  readonly #depths = new Map<string, number>()
  readonly #parameters = new Map<number, string>()
  readonly #places = new Map<string, readonly number[]>()
  /** How often what is written now is written out. */
  #copies = 1
  #names = 0

  /** A number that becomes a parameter, so that functions that differ by such alone have one text. */
  parameter(value: number): string {
    const name = this.#parameters.get(value) ?? `a${this.#parameters.size}`
    this.#parameters.set(value, name)
    return name
  }

  /** The same for a place in memory: those a little behind another of one cell are told by it, as functions take few. */
  place(cell: string, value: number): string {
    const known = this.#places.get(cell) ?? []
    const before = known.find((start) => value >= start && value - start < NEAR)
    if (before !== undefined)
      return value === before ? this.parameter(before) : `${this.parameter(before)} + ${value - before}u`
    this.#places.set(cell, [...known, value])
    return this.parameter(value)
  }

  get parameters(): readonly number[] {
    return [...this.#parameters.keys()]
  }

  get text(): string {
    return this.#scopes[0].lines.join('\n')
  }

  /** A name of its own, which holds from here to the end of what is open. */
  name(prefix: string): string {
    const name = `${prefix}${this.#names++}`
    this.#depths.set(name, this.#scopes.length - 1)
    return name
  }

  line(text: string): void {
    this.#scopes[this.#scopes.length - 1].lines.push(text)
  }

  find(key: string): string | undefined {
    for (let depth = this.#scopes.length - 1; depth >= 0; depth--) {
      const found = this.#scopes[depth].known.get(key)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** A name for a value, known by a key from now on. */
  let(key: string, text: string): string {
    const known = this.find(key)
    if (known !== undefined) return known
    let name = text
    if (!isSimple(text)) {
      name = this.name('v')
      this.line(`let ${name} = ${text};`)
    }
    this.#scopes[this.#scopes.length - 1].known.set(key, name)
    return name
  }

  /** The same number by a name, where its text is long. */
  short(int: Int): Int {
    if (int.value !== undefined || int.text.length < 12) return int
    return { ...int, text: this.within([int], () => this.let(int.text, int.text)) }
  }

  /** Writes `body` in braces behind `head`. `closed` where nothing of it may be moved out. */
  block(head: string, closed: boolean, body: () => void): void {
    const outer = this.#scopes
    const inner = scope(closed)
    this.#scopes = [...outer, inner]
    body()
    this.#scopes = outer
    this.line(`${head} {\n${inner.lines.join('\n')}\n}`)
  }

  /** Counts through `length`. Turns are written out where that makes no more than `mostWritten` copies in all. */
  repeat(length: number, body: (at: Int) => void, mostWritten = 0): void {
    if (this.#copies * length <= mostWritten) {
      this.#copies *= Math.max(1, length)
      for (let value = 0; value < length; value++) body({ text: `${value}u`, below: value + 1, value })
      this.#copies /= Math.max(1, length)
      return
    }
    const name = `i${this.#names++}`
    this.block(`for (var ${name} = 0u; ${name} < ${length}u; ${name}++)`, false, () => {
      this.#depths.set(name, this.#scopes.length - 1)
      body({ text: name, below: length })
    })
  }

  /** Counts from `start` below `end` in strides; what does not depend on the place is moved out. */
  stride(start: string, end: number, by: number, body: (at: Int) => void): void {
    const name = `i${this.#names++}`
    this.block(`for (var ${name} = ${start}; ${name} < ${end}u; ${name} += ${by}u)`, false, () => {
      this.#depths.set(name, this.#scopes.length - 1)
      body({ text: name, below: end })
    })
  }

  /** Writes where all of these numbers are known, as far out as that is. */
  within<T>(ints: readonly Int[], write: () => T): T {
    const outer = this.#scopes
    let depth = 0
    for (const { text } of ints)
      for (const [name] of text.matchAll(/[a-z]\w*/g)) depth = Math.max(depth, this.#depths.get(name) ?? 0)
    for (let inner = outer.length - 1; inner > depth; inner--) if (outer[inner].closed) depth = inner
    this.#scopes = outer.slice(0, depth + 1)
    try {
      return write()
    } finally {
      this.#scopes = outer
    }
  }
}
