import type { Level, LoopUnit, Step } from '../plan/units'
import type { Cell } from '../wgsl/cell'
import { mathsText } from '../wgsl/maths'
import type { Memory } from '../wgsl/values'
import { repeatedParts, type Call, type Item } from './calls'
import { stepCode, type Making } from './stepCode'

/** A shader, and on how many workgroups it runs. */
export interface Kernel {
  readonly label: string
  readonly text: string
  readonly groups: readonly [x: number, y: number]
}

export interface KernelOptions extends Making {
  /** What the steps of a level see of the memory. */
  readonly memoryAt: (level: number) => Memory
  /** The most workgroups along one axis. */
  readonly mostGroups: number
  /** Numbers that the rows of a tile keep in a workgroup's own memory. */
  readonly tileSize: number
}

const BARRIER = 'storageBarrier();\nworkgroupBarrier();'

/** Collects functions; those that differ by numbers alone are one. */
class Functions {
  readonly #names = new Map<string, string>()
  /** Variables that all functions are called with: the tile, the turn of the run, those of the loops around. */
  readonly #shared = ['tile', 'turn']

  constructor(private readonly options: KernelOptions) {}

  add(step: Step, memory: Memory): Call & { readonly count: number } {
    const { text, parameters, count } = stepCode(step, { ...this.options, memory })
    const names = ['start', 'stride', ...this.#shared, ...parameters.map((_, i) => `a${i}`)]
    const definition = `(${names.map((name) => `${name}: u32`).join(', ')}) {\n${text}\n}`
    const name = this.#names.get(definition) ?? `step${this.#names.size}`
    this.#names.set(definition, name)
    return { name, parameters, count }
  }

  call({ name }: Call, start: string, stride: string, parameters: readonly string[]): string {
    return `${name}(${[start, stride, ...this.#shared, ...parameters].join(', ')});`
  }

  /** A call of a function that is no step's. */
  define(prefix: string, definition: string, operand: string): string {
    const name = this.#names.get(definition) ?? `${prefix}${this.#names.size}`
    this.#names.set(definition, name)
    return `${name}(${operand})`
  }

  within<T>(turn: string, write: () => T): T {
    this.#shared.push(turn)
    try {
      return write()
    } finally {
      this.#shared.pop()
    }
  }

  get definitions(): string {
    return [...this.#names].map(([definition, name]) => `fn ${name}${definition}`).join('\n')
  }
}

/** All levels, by one tile of rows a workgroup. */
export function rowKernel(levels: readonly Level[], options: KernelOptions): Kernel {
  const functions = new Functions(options)
  return kernel('rows', functions, options.tiling.tiles, levelsText(levels, functions, options), options)
}

/** All levels, by one workgroup. */
export function smallKernel(levels: readonly Level[], options: KernelOptions): Kernel {
  const functions = new Functions(options)
  return kernel('small', functions, 1, levelsText(levels, functions, options), options)
}

/** The steps of one level, each by workgroups of its own; those that differ by numbers alone share a call. */
export function wideKernel(level: Level, options: KernelOptions): Kernel {
  const { threads, mostGroups, memory } = options
  const functions = new Functions(options)
  const alike = new Map<string, (Call & { readonly count: number })[]>()
  for (const step of level.steps) {
    const call = functions.add(step, options.memoryAt(0))
    alike.set(call.name, [...(alike.get(call.name) ?? []), call])
  }
  let end = 0
  const branches = [...alike.values()].map((calls) => {
    const [first] = calls
    const groups = Math.min(Math.max(1, Math.ceil(first.count / threads)), mostGroups)
    const begin = end
    end += groups * calls.length
    const group = calls.length === 1 ? `(tile - ${begin}u)` : `((tile - ${begin}u) % ${groups}u)`
    const numbers = numbersOf(calls.map(({ parameters }) => parameters), memory, `((tile - ${begin}u) / ${groups}u)`) // prettier-ignore
    return `if (tile < ${end}u) { ${functions.call(first, `${group} * ${threads}u + lane`, `${groups * threads}u`, numbers)} }`
  })
  return kernel('wide', functions, end, [branches.join(' else ')], options)
}

/** Texts of the numbers of one of several calls: those that all have in common, and the others from a table. */
function numbersOf(calls: readonly (readonly number[])[], memory: Memory, which: string): readonly string[] {
  const differing = calls[0].flatMap((first, k) => (calls.some((numbers) => numbers[k] !== first) ? [k] : []))
  if (differing.length === 0) return calls[0].map((number) => `${number}u`)
  const table = memory.table(calls.flatMap((numbers) => differing.map((k) => numbers[k])))
  return calls[0].map((first, k) => {
    const place = differing.indexOf(k)
    return place < 0 ? `${first}u` : `t[${table + place}u + ${which} * ${differing.length}u]`
  })
}

function levelsText(
  levels: readonly Level[],
  functions: Functions,
  options: KernelOptions,
  memoryAt = options.memoryAt,
): readonly string[] {
  const items = levels.flatMap(({ steps }, level): Item[] => {
    const loops = steps.flatMap(({ units: [unit] }) =>
      unit.kind === 'loop' ? [loopText(unit, functions, options)] : [],
    )
    const calls = steps.flatMap((step) => (step.units[0].kind === 'loop' ? [] : [functions.add(step, memoryAt(level))]))
    return [...loops, ...(calls.length > 0 ? [calls] : [])]
  })
  const write = (calls: readonly Call[], numbers: readonly string[]): string => {
    let next = 0
    const lines = calls.map((call) => {
      const own = numbers.slice(next, (next += call.parameters.length))
      return functions.call(call, 'lane', `${options.threads}u`, own)
    })
    return [...lines, BARRIER].join('\n')
  }
  return repeatedParts(items).flatMap((part, k): string[] => {
    if (part.kind === 'repeated') {
      const counter = `again${k}`
      const numbers = numbersOf(part.numbers, options.memory, counter)
      let next = 0
      const lines = part.items.map((calls) => {
        const length = calls.reduce((sum, { parameters }) => sum + parameters.length, 0)
        return write(calls, numbers.slice(next, (next += length)))
      })
      return [`for (var ${counter} = 0u; ${counter} < ${part.times}u; ${counter}++) {`, ...lines, '}']
    }
    if (typeof part.item === 'string') return [part.item]
    return [
      write(
        part.item,
        part.item.flatMap(({ parameters }) => parameters.map((number) => `${number}u`)),
      ),
    ]
  })
}

/** The turns of a loop; one in which all rows of the tile are idle is left out. */
function loopText(unit: LoopUnit, functions: Functions, options: KernelOptions): string {
  const { node: { attributes: { length, reverse } }, turn, idle } = unit // prettier-ignore
  const start = levelsText(unit.start, functions, options, () => options.memory)
  const [always, body, instead] = functions.within(turn, () =>
    [unit.always, unit.body, unit.instead].map((levels) =>
      levelsText(levels, functions, options, () => options.memory),
    ),
  )
  const chosen = idle
    ? [
        `if (lane == 0u) { busy = ${anyBusy(idle, functions, options)}; }`,
        'if (workgroupUniformLoad(&busy) != 0u) {',
        ...body,
        ...(instead.length > 0 ? ['} else {', ...instead] : []),
        '}',
        BARRIER,
      ]
    : body
  const counted = `${turn}_`
  return [
    ...start,
    `for (var ${counted} = 0u; ${counted} < ${length}u; ${counted}++) {`,
    `let ${turn} = ${reverse ? `${length - 1}u - ${counted}` : counted};`,
    ...always,
    ...chosen,
    '}',
  ].join('\n')
}

/** A call that tells whether a row of the tile is not idle. */
function anyBusy(idle: Cell, functions: Functions, { memory, tiling: { tiles, rows, batch } }: KernelOptions): string {
  const place = memory.placeOf(idle)
  const end = tiles * rows > batch ? `min(${rows}u, ${batch}u - tile * ${rows}u)` : `${rows}u`
  const flag = place.space === 'tile' ? `s[${place.base}u + r]` : `m[${place.base}u + tile * ${rows}u + r]`
  return functions.define(
    'anyBusy',
    `(tile: u32) -> u32 {\nfor (var r = 0u; r < ${end}; r++) { if (${flag} == 0f) { return 1u; } }\nreturn 0u;\n}`,
    'tile',
  )
}

function kernel(
  label: string,
  functions: Functions,
  groups: number,
  body: readonly string[],
  { mostGroups, tileSize, threads }: KernelOptions,
): Kernel {
  const x = Math.min(groups, mostGroups)
  const y = Math.ceil(groups / x)
  const text = [
    '@group(0) @binding(0) var<storage, read_write> m: array<f32>;',
    '@group(0) @binding(1) var<storage, read> t: array<u32>;',
    '@group(0) @binding(2) var<uniform> run: vec4u;',
    'var<workgroup> busy: u32;',
    ...(tileSize > 0 ? [`var<workgroup> s: array<f32, ${tileSize}>;`] : []),
    mathsText,
    functions.definitions,
    `@compute @workgroup_size(${threads})`,
    'fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {',
    `let tile = group.x + group.y * ${x}u;`,
    'let turn = run.x;',
    ...(y > 1 ? [`if (tile >= ${groups}u) { return; }`] : []),
    ...body,
    '}',
  ].join('\n')
  return { label, text, groups: [x, y] }
}
