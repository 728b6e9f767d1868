import type { BlockEntry } from '../types'

/**
 * Bickel & Doksum 1981, without their −1 and division by p, blunted by ε = 0.1, since sign(z) |z|^p alone has slope 0 or ∞
 * at 0. The exponent p = e^a lies in [e⁻², e²].
 */
export const signedPower: BlockEntry = {
  type: 'signed-power',
  label: 'Signed power',
  family: 'elementwise',
  summary: 'Raises the size of each coordinate to a learnt power: gathers or empties the middle and the tails.',
  formula: String.raw`\begin{gathered}x_i = \operatorname{sgn}(z_i)\left[(|z_i| + \varepsilon)^{p_i} - \varepsilon^{p_i}\right] \\ p_i = e^{a_i},\quad \varepsilon = 0.1\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \left[a_i + (p_i - 1)\log(|z_i| + \varepsilon)\right]`,
  meaning: String.raw`The size $|z_i|$ is raised to a learnt power $p_i$, and the sign kept. $\varepsilon$ is added before and its power taken off after, so that 0 stays 0, with a slope that is neither 0 nor infinite.`,
  line: 'x = ±|z|ᵖ, blunt at 0',
  use: {
    when: 'For data that are peaked or hollow around 0, with tails on both sides.',
    not: 'Where the density must be smooth at 0: it has a kink there.',
  },
  citation: {
    authors: 'P. J. Bickel, K. A. Doksum',
    year: 1981,
    title: 'An Analysis of Transformations Revisited',
    source: 'Journal of the American Statistical Association 76 (1981)',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one power per coordinate' },
  inverse: { kind: 'analytic', cost: 'one power per coordinate' },
  startsAsIdentity: true,
  notes: [
    'The pure power has slope 0 or ∞ at 0 and so no density there; ε = 0.1 keeps the slope at 0 finite and positive.',
    'The density has a kink at 0.',
  ],
}
