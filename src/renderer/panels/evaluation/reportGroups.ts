import { grouped } from '@shared/document/grouped'
import type { Evaluation } from '@shared/rpc/protocol'
import { raised } from '../../charts/numbers'

type Line = Evaluation['report'][number]

/** A line with what is added to its number apart, which is read second. */
export interface ShownLine extends Line {
  readonly rest: string
}

export interface ReportGroup {
  readonly title: string
  readonly lines: readonly ShownLine[]
}

/** The lines of a report by their groups, numbers as the screen writes them. */
export function reportGroups(report: readonly Line[]): readonly ReportGroup[] {
  const titles = [...new Set(report.map(({ group }) => group))]
  return titles.map((group) => ({
    title: group.charAt(0).toUpperCase() + group.slice(1),
    lines: report.filter((line) => line.group === group).map(shown),
  }))
}

function shown(line: Line): ShownLine {
  const [value, ...rest] = withThinSpaces(withMinus(withPowers(line.value))).split(/[,;] /)
  return { ...line, value, rest: rest.join(', ') }
}

/** In whole numbers of four digits or more. */
const withThinSpaces = (text: string): string => text.replace(/(?<![\d.])\d{4,}(?![\d.])/g, grouped)

/** U+2212 before numbers; a hyphen within a word stays. */
const withMinus = (text: string): string => text.replace(/(^|[\s(])-(?=\d)/g, '$1\u2212')

/** Exponents nearer to 0 are written out: 8.23e-3 is 0.00823, and 9.33e-15 is 9.33×10⁻¹⁵. */
const FAR = 4

const withPowers = (text: string): string =>
  text.replace(
    /(\d(?:\.(\d+))?)e([-+]?\d+)/g,
    (written, digits: string, decimals: string | undefined, power: string) => {
      const exponent = Number(power)
      if (Math.abs(exponent) >= FAR) return `${digits}×10${raised(withMinus(String(exponent)))}`
      return Number(written).toFixed(Math.max(0, (decimals?.length ?? 0) - exponent))
    },
  )
