import type { Cell } from '../wgsl/cell'
import { writesOf, type Level, type Phase, type Step, type Unit } from './units'

/** More than this in one step would make it long to compile and leave too few registers. */
const MOST_UNITS = 24

/** Puts units, which come after what they read, into levels: each as early as it can be, and together with its like. */
class Levels {
  readonly levels: Level[] = []
  readonly #places = new Map<Cell, { level: number; step: Step }[]>()

  add(unit: Unit): void {
    const before = [...unit.reads].flatMap(([cell, own]) => this.#writers(cell).map((place) => ({ ...place, own })))
    const last = before.reduce((most, { level }) => Math.max(most, level), -1)
    const latest = before.filter(({ level }) => level === last)
    const joined = latest[0]?.step
    const joins =
      unit.domain !== null && joined?.domain === unit.domain && latest.every(({ own, step }) => own && step === joined)
    if (joins && joined.units.length < MOST_UNITS) this.#place(unit, last, joined)
    else this.#place(unit, last + 1, this.#stepAt(last + 1, unit.domain))
  }

  #writers(cell: Cell): readonly { level: number; step: Step }[] {
    return [...(this.#places.get(cell) ?? []), ...(cell.within ? this.#writers(cell.within.cell) : [])]
  }

  #stepAt(level: number, domain: string | null): Step {
    while (this.levels.length <= level) this.levels.push({ steps: [] })
    const { steps } = this.levels[level]
    const known =
      domain === null ? undefined : steps.find((step) => step.domain === domain && step.units.length < MOST_UNITS)
    if (known) return known
    const made = { domain, units: [] }
    steps.push(made)
    return made
  }

  #place(unit: Unit, level: number, step: Step): void {
    step.units.push(unit)
    const place = { level, step }
    for (const written of writesOf(unit))
      for (let cell: Cell | undefined = written; cell; cell = cell.within?.cell)
        this.#places.set(cell, [...(this.#places.get(cell) ?? []), place])
  }
}

/** Units of one kind and order, in levels. */
export function levelsOf(units: readonly Unit[]): readonly Level[] {
  const levels = new Levels()
  for (const unit of units) levels.add(unit)
  return levels.levels
}

/** All units in phases: as many as possible by rows at once, and before that all that can be done. */
export function phasesOf(units: readonly Unit[]): readonly Phase[] {
  const phases: Phase[] = []
  const missing = new Map<Cell, number>()
  for (const unit of units) count(missing, unit, 1)
  let pending: readonly Unit[] = units
  for (let byRows = false, idle = 0; pending.length > 0; byRows = !byRows) {
    const levels = new Levels()
    const later: Unit[] = []
    const made = new Map<Cell, number>()
    for (const unit of pending) {
      const isReady = [...unit.reads.keys()].every((cell) => (made.get(cell) ?? 0) === (missing.get(cell) ?? 0))
      if (unit.byRows === byRows && isReady) {
        levels.add(unit)
        count(made, unit, 1)
      } else later.push(unit)
    }
    for (const [cell, times] of made) missing.set(cell, missing.get(cell)! - times)
    if (levels.levels.length > 0) phases.push({ byRows, levels: levels.levels })
    idle = levels.levels.length > 0 ? 0 : idle + 1
    if (idle > 1) throw new Error('internal: units wait for each other')
    pending = later
  }
  return phases
}

/** Counts the cells that a unit writes, and those that they are stretches of. */
function count(counts: Map<Cell, number>, unit: Unit, by: number): void {
  for (const cell of writesOf(unit))
    for (let each: Cell | undefined = cell; each; each = each.within?.cell)
      counts.set(each, (counts.get(each) ?? 0) + by)
}
