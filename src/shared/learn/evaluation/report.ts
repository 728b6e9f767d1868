import type { SampleDistances } from './distances'
import type { EnergyAssessment } from './energy'
import { quantileLevels, type Assessment, type LatentFit } from './evaluate'
import type { Estimate } from './importance'
import { missedModes } from './modes'
import type { SolverFit } from './solvers'
import type { TotalCorrelation } from './totalCorrelation'
import type { TruthFit } from './truth'

/** What an evaluation found, as a person reads it: on the command line and on the screen alike. */
export interface ReportLine {
  readonly group: 'held-out rows' | 'draws of the model' | 'arithmetic' | 'energy'
  readonly measure: string
  readonly value: string
  /** What it is, in a sentence. */
  readonly help: string
}

type Lines = readonly (readonly [measure: string, value: string, help: string])[]

/** An evaluation in words, with what its solvers miss, and what its RBIG iterations found. */
export function reportLines(
  assessment: Assessment,
  solvers: readonly SolverFit[],
  correlation: TotalCorrelation | null,
): readonly ReportLine[] {
  const { samples, energy } = assessment
  const groups: readonly (readonly [ReportLine['group'], Lines])[] = [
    ['held-out rows', [...rowLines(assessment), ...(correlation === null ? [] : [correlationLine(correlation)])]],
    ['arithmetic', arithmeticLines(assessment, solvers)],
    ['draws of the model', samples === null ? [] : distanceLines(samples)],
    ['energy', energy === null ? [] : energyLines(energy)],
  ]
  return groups.flatMap(([group, lines]) => lines.map(([measure, value, help]) => ({ group, measure, value, help })))
}

/** Whether points move by chance, so that there is a bound of log p alone and no way back. */
const isByChance = ({ roundTripError }: Assessment): boolean => roundTripError === null

function rowLines(assessment: Assessment): Lines {
  const { rows, nll, nllStandardError, entropy, bitsPerDim, truth, latent } = assessment
  const { distance, coordinate, limit } = latent
  const mean = `${nll.toFixed(4)} ± ${nllStandardError.toFixed(4)} nats`
  return [
    ['rows', String(rows), 'Rows that training has not seen.'],
    isByChance(assessment)
      ? ['NLL at most', mean, 'Mean of a bound of −log p, by paths x → z, and its standard error.']
      : ['NLL', mean, 'Mean of −log p and its standard error.'],
    ...(entropy === null ? [] : entropyLines(nll, entropy)),
    ['bits per dimension', bitsPerDim.toFixed(4), 'NLL / (D ln 2).'],
    ...(truth === null ? [] : truthLines(truth)),
    [
      'z against the base',
      `KS ${distance.toFixed(4)} in coordinate ${coordinate + 1}; chance exceeds ${limit.toFixed(4)} once in 20`,
      'The largest Kolmogorov–Smirnov distance between a coordinate of z of the rows and draws of the base.',
    ],
    quantileLine(latent),
  ]
}

/** The quantile of z that lies farthest from the base's, of all coordinates. */
function quantileLine({ quantiles }: LatentFit): Lines[number] {
  const pairs = quantiles.flatMap(({ z, base }, coordinate) =>
    quantileLevels.map((level, k) => ({ level, coordinate, z: z[k], base: base[k], apart: Math.abs(z[k] - base[k]) })),
  )
  const worst = pairs.reduce((most, pair) => (pair.apart > most.apart ? pair : most))
  return [
    'quantiles of z',
    `${worst.z.toFixed(3)}, against a drawn ${worst.base.toFixed(3)}; at ${percent(worst.level, 0)} of coordinate ${worst.coordinate + 1}, the farthest apart`,
    'Of the rows, and of draws of the base, at 1, 5, 25, 50, 75, 95 and 99 %; the latent view plots all of them (QQ).',
  ]
}

const correlationLine = ({ total, taken }: TotalCorrelation): Lines[number] => [
  'total correlation',
  `${total.toFixed(4)} nats, by ${taken.length} RBIG ${taken.length === 1 ? 'iteration' : 'iterations'}`,
  'Σ h(x_i) − h(x): how much the coordinates tell of each other, as far as the iterations took it away.',
]

const entropyLines = (nll: number, entropy: number): Lines => [
  ['best possible', `${entropy.toFixed(4)} nats`, 'The entropy of the data: no model does better on average.'],
  ['gap', `${(nll - entropy).toFixed(4)} nats`, 'NLL less the best possible: an estimate of KL(p‖q).'],
]

/** Held against the density that the data are drawn from. */
const truthLines = ({ kl, totalVariation, mass }: TruthFit): Lines => [
  [
    'KL(p‖q) to the known p',
    `${kl.toFixed(5)} nats, by quadrature over ${percent(mass, 2)} of p`,
    '∫ p (ln p − ln q) of the density that the data are drawn from; with labels, the mean over them.',
  ],
  ['total variation', totalVariation.toFixed(5), '½ ∫ |p − q|: the most by which a probability can differ.'],
]

function arithmeticLines(assessment: Assessment, solvers: readonly SolverFit[]): Lines {
  const { integral, roundTripError, logDetError } = assessment
  const none = isByChance(assessment) ? 'none: points move by chance' : 'not computed'
  return [
    [
      '∫p',
      integral === null ? none : integral.toFixed(6),
      'Over the whole space, by adaptive cubature, up to three dimensions: 1 where log-determinants are right.',
    ],
    ...(roundTripError === null || logDetError === null ? [] : roundTripLines(roundTripError, logDetError)),
    ...(solvers.length === 0 ? [] : [solverLine(solvers)]),
  ]
}

const roundTripLines = (roundTripError: number, logDetError: number): Lines => [
  ['round-trip error', roundTripError.toExponential(2), 'The largest |x − f(f⁻¹(x))|, in standardised units.'],
  ['log-det error', logDetError.toExponential(2), 'The largest sum of both directions’ log-determinants, nats.'],
]

/** How near their answers the blocks' solvers come, or how many of them do not. */
function solverLine(solvers: readonly SolverFit[]): Lines[number] {
  const missed = solvers.filter(({ share }) => share > 0).length
  const worst = Math.max(...solvers.map(({ residual }) => residual)).toExponential(2)
  const words = missed === 0 ? 'all converge' : `${missed} of ${solvers.length} do not converge`
  return [
    'solvers',
    `${words}, at most ${worst} of an equation left`,
    'Answers of fixed points, roots and ODEs put back into their equations, in float64.',
  ]
}

const distanceLines = ({ energy, energyChance, mmdSquared, slicedWasserstein }: SampleDistances): Lines => [
  [
    'energy distance',
    `${energy.toFixed(5)}; as far by chance: ${percent(energyChance, 1)}`,
    'Between rows and as many draws, and how often a random split of both is as far apart.',
  ],
  [
    'sliced Wasserstein',
    slicedWasserstein.toFixed(4),
    'Between rows and draws, the root mean square over many directions.',
  ],
  ['MMD²', mmdSquared.toExponential(2), 'Squared maximum mean discrepancy of rows and draws; may fall below 0.'],
]

/** Of a target with an energy, from weighted draws of the model. */
function energyLines({ weights, logZ, reverseKl, forwardKl, modes }: EnergyAssessment): Lines {
  const { freeEnergy, effectiveShare, draws } = weights
  const missed = missedModes(modes)
  return [
    [
      'free energy',
      `${within(freeEnergy)}${logZ === null ? '' : `, best possible ${(-logZ).toFixed(4)}`}`,
      'E_q[ln q − ln p̃], which is KL(q‖p) − ln Z.',
    ],
    [
      'effective draws',
      `${percent(effectiveShare, 1)} of ${draws}`,
      'Kish’s effective sample size of the weights p̃/q.',
    ],
    [
      'ln Z by weights',
      `${within(weights.logZ)}${logZ === null ? '' : `, by quadrature ${logZ.toFixed(4)}`}`,
      'ln E_q[p̃/q].',
    ],
    ...(reverseKl === null ? [] : [kl('KL(q‖p)', reverseKl)]),
    ...(forwardKl === null ? [] : [kl('KL(p‖q)', forwardKl)]),
    ...modes.map(({ rows, draws: drawn }, i) => modeLine(i, rows, drawn)),
    ...(missed > 0 ? [missedLine(missed, modes.length)] : []),
  ]
}

const kl = (name: string, value: number): Lines[number] => [name, `${value.toFixed(5)} nats`, 'By quadrature.']
const modeLine = (index: number, rows: number, draws: number): Lines[number] => [
  `mode ${index + 1}`,
  `${percent(draws, 1)} of draws, ${percent(rows, 1)} of rows`,
  'The share nearest to this mode.',
]
const missedLine = (missed: number, all: number): Lines[number] => [
  'modes missed',
  `${missed} of ${all}`,
  'Modes that rows have and draws hardly.',
]

/** A mean with its standard error. */
export const within = ({ mean, standardError }: Estimate): string =>
  `${mean.toFixed(4)} ± ${standardError.toFixed(4)} nats`
export const percent = (share: number, decimals: number): string =>
  `${(100 * share).toFixed(decimals).replace(/^100\.0+$/, '100')} %`
