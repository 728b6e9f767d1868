import { componentsSetting } from '../settings/components'
import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import { scaleBoundSetting } from '../settings/scaleBound'
import type { BlockEntry } from '../types'

/**
 * Flow++, in the paper's direction: x → z is closed form. The outer log-scale is a = c·tanh(α/c), with c = 1 in the
 * authors' code; the inner ones s_k have a soft bound of 2. Tails are kept in logarithms, so that u may come as near to 0
 * and 1 as it likes.
 */
export const mixtureLogisticCoupling: BlockEntry = {
  type: 'mixture-logistic-coupling',
  label: 'Mixture coupling',
  family: 'coupling',
  summary: 'Flattens some coordinates by a mixture of logistics that a network of the others sets: good at many modes.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ z_{i \in B} &= e^{a} \log\frac{u}{1-u} + t \\ u &= \sum_{k=1}^{K} \pi_k\, \sigma\left((x_i - \mu_k)\,e^{-s_k}\right)\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i \in B} \left[a + \log \frac{\sum_k \pi_k e^{-s_k} \sigma'\left((x_i - \mu_k)\,e^{-s_k}\right)}{u\,(1-u)}\right]`,
  meaning: String.raw`From x to z: $u$, between 0 and 1, is the distribution function of a mixture of $K$ logistic densities at $x_i$, with weights $\pi_k$, centres $\mu_k$ and log-widths $s_k$. The logit spreads it over the line; $e^a$ scales it and $t$ moves it. A network of $\mathbf{z}_A$ gives all of them.`,
  line: 'z_B = eᵃ logit Σπσ(x_B) + t',
  use: {
    when: 'For data with several modes or spikes per coordinate, judged by their density.',
    not: 'Where samples are drawn often: each coordinate that it transforms needs a root.',
  },
  citation: {
    authors: 'J. Ho, X. Chen, A. Srinivas, Y. Duan, P. Abbeel',
    year: 2019,
    title: 'Flow++: Improving Flow-Based Generative Models with Variational Dequantization and Architecture Design',
    source: 'arXiv:1902.00275',
  },
  settings: [
    ...maskSettings,
    componentsSetting,
    { ...scaleBoundSetting, help: 'Bound c of the outer log-scale a. Small values train more calmly.' },
    ...conditionerSettings,
  ],
  jacobian: { structure: 'block', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton',
    cost: 'one network pass and one scalar root per coordinate',
  },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: [
    'Density (x\u00a0→\u00a0z) is closed form; sampling (z\u00a0→\u00a0x) solves one scalar equation per transformed coordinate.',
    'Use at least two with opposite masks: one alone leaves half of the coordinates as they were.',
    'All components start alike and part in training, each at a pace of its own.',
  ],
}
