import type { Tiling } from '../plan/planner'
import type { Level, LoopUnit, Step } from '../plan/units'
import { mathsText } from '../wgsl/maths'
import type { Memory } from '../wgsl/values'
import { stepCode, type StepCode } from './stepCode'

/** A shader, and on how many workgroups it runs. */
export interface Kernel {
  readonly label: string
  readonly text: string
  readonly groups: readonly [x: number, y: number]
}

export interface KernelOptions {
  readonly memory: Memory
  readonly tiling: Tiling
  /** Threads of a workgroup. */
  readonly threads: number
  /** The most workgroups along one axis. */
  readonly mostGroups: number
  /** Numbers that the rows of a tile keep in a workgroup's own memory. */
  readonly tileSize: number
}

const BARRIER = 'storageBarrier();\nworkgroupBarrier();'

/** Collects functions; those that differ by numbers alone are one. */
class Functions {
  readonly #names = new Map<string, string>()
  readonly #turns: string[] = []

  constructor(private readonly options: KernelOptions) {}

  /** A call of a step's function. */
  call(step: Step, start: string, stride: string): { readonly text: string; readonly count: number } {
    const { memory, tiling, threads } = this.options
    const made = stepCode(step, memory, tiling, threads)
    return {
      text: `${this.#nameOf(made)}(${[start, stride, 'tile', 'turn', ...this.#turns, ...made.parameters.map((n) => `${n}u`)].join(', ')});`,
      count: made.count,
    }
  }

  within(turn: string, write: () => readonly string[]): readonly string[] {
    this.#turns.push(turn)
    try {
      return write()
    } finally {
      this.#turns.pop()
    }
  }

  #nameOf({ text, parameters }: StepCode): string {
    const named = ['start', 'stride', 'tile', 'turn', ...this.#turns, ...parameters.map((_, i) => `a${i}`)]
    const rest = `(${named.map((name) => `${name}: u32`).join(', ')}) {\n${text}\n}`
    const known = this.#names.get(rest)
    if (known !== undefined) return known
    const name = `step${this.#names.size}`
    this.#names.set(rest, name)
    return name
  }

  get definitions(): string {
    return [...this.#names].map(([rest, name]) => `fn ${name}${rest}`).join('\n')
  }
}

/** All levels, by one tile of rows a workgroup. */
export function rowKernel(levels: readonly Level[], options: KernelOptions): Kernel {
  const { tiling: { tiles }, threads } = options // prettier-ignore
  const functions = new Functions(options)
  const body = levelsText(levels, functions, options)
  return kernel(
    'rows',
    functions,
    tiles,
    [...(guardsTiles(options) ? [`if (tile >= ${tiles}u) { return; }`] : []), ...body],
    options,
    threads,
  )
}

const guardsTiles = ({ tiling: { tiles }, mostGroups }: KernelOptions): boolean => tiles > mostGroups

/** All levels, by one workgroup. */
export function smallKernel(levels: readonly Level[], options: KernelOptions): Kernel {
  const functions = new Functions(options)
  return kernel('small', functions, 1, levelsText(levels, functions, options), options, options.threads)
}

/** The steps of one level, each by workgroups of its own. */
export function wideKernel(level: Level, options: KernelOptions): Kernel {
  const { threads, mostGroups } = options
  const functions = new Functions(options)
  let end = 0
  const branches = level.steps.map((step) => {
    const { count } = stepCode(step, options.memory, options.tiling, threads)
    const groups = Math.min(Math.max(1, Math.ceil(count / threads)), mostGroups)
    const begin = end
    end += groups
    const { text } = functions.call(step, `(tile - ${begin}u) * ${threads}u + lane`, `${groups * threads}u`)
    return `if (tile < ${end}u) { ${text} }`
  })
  return kernel('wide', functions, end, [branches.join(' else ')], options, threads)
}

function levelsText(levels: readonly Level[], functions: Functions, options: KernelOptions): readonly string[] {
  return levels.flatMap(({ steps }) => [
    ...steps.flatMap((step) => {
      const [unit] = step.units
      return unit.kind === 'loop'
        ? loopText(unit, functions, options)
        : [functions.call(step, 'lane', `${options.threads}u`).text]
    }),
    BARRIER,
  ])
}

/** The turns of a loop; one in which all rows of the tile are idle is left out. */
function loopText(unit: LoopUnit, functions: Functions, options: KernelOptions): readonly string[] {
  const { node: { attributes: { length, reverse } }, turn, idle } = unit // prettier-ignore
  const { tiling, memory } = options
  const start = levelsText(unit.start, functions, options)
  const turns = functions.within(turn, () => {
    const parts = [unit.always, unit.body, unit.instead].map((levels) =>
      levelsText(levels, functions, options).join('\n'),
    )
    const [always, body, instead] = parts
    if (!idle) return [always, body]
    const place = memory.placeOf(idle)
    const rows =
      tiling.tiles * tiling.rows > tiling.batch
        ? `min(${tiling.rows}u, ${tiling.batch}u - tile * ${tiling.rows}u)`
        : `${tiling.rows}u`
    const flag = place.space === 'tile' ? `s[${place.base}u + r]` : `m[${place.base}u + tile * ${tiling.rows}u + r]`
    return [
      always,
      `if (lane == 0u) { var any = 0u; for (var r = 0u; r < ${rows}; r++) { if (${flag} == 0f) { any = 1u; } } busy = any; }`,
      `if (workgroupUniformLoad(&busy) != 0u) {\n${body}\n}${instead === '' ? '' : ` else {\n${instead}\n}`}`,
      BARRIER,
    ]
  })
  const counted = `${turn}_`
  return [
    ...start,
    `for (var ${counted} = 0u; ${counted} < ${length}u; ${counted}++) {`,
    `let ${turn} = ${reverse ? `${length - 1}u - ${counted}` : counted};`,
    ...turns,
    '}',
  ]
}

function kernel(
  label: string,
  functions: Functions,
  groups: number,
  body: readonly string[],
  { mostGroups, tileSize }: KernelOptions,
  threads: number,
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
    ...(y > 1 && label !== 'rows' ? [`if (tile >= ${groups}u) { return; }`] : []),
    ...body,
    '}',
  ].join('\n')
  return { label, text, groups: [x, y] }
}
