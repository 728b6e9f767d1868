import type { LessonText } from '../../lessonText'

export const directions: LessonText = {
  title: 'Forward and reverse',
  about: 'A map can be given from z to x or from x to z. What is given is cheap; the other way may be dear.',
  reading: [
    'Papamakarios et al. 2019, sections 2.3 and 3.1 (arXiv:1912.02762)',
    'Kobyzev, Prince and Brubaker 2019, section 2.2 (arXiv:1908.09257)',
    'Rezende and Mohamed 2015, section 4.1 (arXiv:1505.05770)',
    'Papamakarios, Pavlakou and Murray 2017, Masked Autoregressive Flow, section 3.2 (arXiv:1705.07057)',
  ],
  steps: {
    'which-way': {
      title: 'Two ways to give a map',
      body: [
        'A **forward** parametrization gives $x = f(z)$ as a formula. Samples are then one evaluation of it. A **reverse** parametrization gives $z = g(x)$. Then the density is one evaluation:',
        '$$p(x) = p_z(g(x))\\,|g^{\\prime}(x)|$$',
        'The other direction has to be solved for, if there is no formula for it. The blocks here are planar, as they stand in the stack:',
        '$$\\mathbf{x} = \\mathbf{z} + \\hat{\\mathbf{u}}\\,\\tanh(\\mathbf{w}^\\top\\mathbf{z} + b)$$',
      ],
      task: 'Select a Planar block. The inspector says what each direction costs.',
      ask: 'What is cheap with this stack?',
      options: {
        density: 'The density of a given x.',
        sampling: 'Drawing samples x.',
        both: 'Both alike.',
      },
      hints: {
        density: 'For a given x, z stands on both sides of the tanh: no formula brings it back.',
        sampling: 'The blocks are inverted now: their formula leads from x to z.',
        both: 'Look at the two directions in the inspector: one of them solves for a root.',
        other: 'The formula leads from one side to the other without solving anything. From which?',
      },
      right: 'Evaluating the formula is cheap. The other direction solves one equation for each point and each block.',
    },
    exponential: {
      title: 'A reverse parametrization of exp(−xⁿ)',
      body: [
        'Let $z$ be uniform on 0 to 1, and give the way back from $x > 0$:',
        '$$z = g(x) = \\exp(-x^n)$$',
        'The density follows at once, because $p_z = 1$: it is $|g^{\\prime}(x)|$. In the stack, a block first moves $z$ to the interval from 0 to 1. The second is turned round, so that what is typed leads from $x$ to $z$; the field calls its variable z all the same. Here $n = 2$.',
      ],
      task: 'Change the exponent in the block to 3 or 4 and watch the density. Set it back to 2 for the question.',
      ask: 'Type p(x) for n = 2 as a formula in x.',
      hints: {
        sign: 'g falls, so its slope is negative. The density takes it without its sign.',
        slope: 'That is g itself. The density is the absolute value of its slope.',
        other: 'By the chain rule the slope of exp(−x²) is −2x · exp(−x²). For n it is −n xⁿ⁻¹ · exp(−xⁿ).',
      },
      right:
        'p(x) = n xⁿ⁻¹ exp(−xⁿ): the Weibull distribution. All of it is |g′\u2060(x)|, since z is uniform; the slope brings the factor n xⁿ⁻¹, without which the area would not be 1.',
    },
    'exponential-peak': {
      title: 'Where it is highest',
      body: [
        'The base is flat and $g$ only falls, but the density has a peak: where $g$ falls fastest. For $n = 2$',
        '$$p(x) = 2x\\,\\exp(-x^2)$$',
      ],
      task: 'Point at the curve to read values.',
      ask: 'At which x is the density highest? Two digits are enough.',
      hints: {
        zero: 'There exp(−x²) is highest, but 2x is 0.',
        one: 'Close. Where is the slope of 2x · exp(−x²) zero? At 2 − 4x² = 0.',
        other: 'Set the slope of p to zero: 2 − 4x² = 0.',
      },
      right: 'At 1/√2 ≈ 0.707. For growing n the peak moves towards 1 and gets narrower.',
    },
    'exponential-sampler': {
      title: 'And how are samples drawn?',
      body: [
        'To draw samples we need the other direction. For $z = \\exp(-x^2)$ it can still be solved for by hand:',
        '$$x = g^{-1}(z)$$',
        'The engine does not know your formula. It finds $x$ for each $z$ by Newton’s method, which takes several evaluations of $g$ and $g^{\\prime}$. The picture begins at the base: its $z$ is ½ less than this one.',
      ],
      ask: 'Type x as a formula in z, for n = 2.',
      hints: {
        negative: 'Your x is negative. It squares to the right value, but x > 0 was agreed.',
        root: 'That is x². Take its square root.',
        same: 'That is g, the way from x to z.',
        other: 'Take the logarithm of z = exp(−x²), change its sign, then take the root.',
      },
      right:
        'x = √(−log z). With a formula for both ways sampling and density are cheap; a network in place of xⁿ would have none.',
    },
    sigmoid: {
      title: 'A reverse parametrization of a sigmoid',
      body: [
        'Now the way back is the sigmoid, which takes the whole line to the interval from 0 to 1:',
        '$$z = \\sigma(x) = \\frac{1}{1 + e^{-x}}$$',
        '$z$ is again uniform on 0 to 1, so $\\sigma$ is the distribution function of $x$: the probability of being at most $x$.',
      ],
      ask: 'Type p(x) as a formula in x. You may use sigmoid(x).',
      hints: {
        slope: 'That is the sigmoid itself. The density is its slope.',
        other: 'The slope of the sigmoid can be written by the sigmoid: σ(x) · (1 − σ(x)).',
      },
      right:
        'σ(x)(1 − σ(x)): the logistic distribution. In the same way any smooth, rising distribution function is a reverse parametrization of its own density.',
    },
    'sigmoid-sampler': {
      title: 'The way forward: the logit',
      body: [
        'Solve $z = 1/(1 + e^{-x})$ for $x$. The answer is called the **logit**. It takes the interval from 0 to 1 to the whole line, which flows use for data with bounds. The picture begins at the base: its $z$ is ½ less than this one.',
      ],
      ask: 'Type x as a formula in z. Use log( ).',
      hints: {
        'upside-down': 'The sign is wrong: for z close to 1, x has to be large.',
        other: '1/z = 1 + exp(−x). Solve for exp(−x), take the logarithm, and change the sign.',
      },
      right: 'x = log(z/(1 − z)). A block that knows both formulas is cheap both ways; this typed one still solves.',
    },
    turn: {
      title: 'Give what you need',
      body: [
        'Training on rows of data asks for the density at each row, in every step: it goes from $x$ to $z$. So it pays to give that direction as a formula, and to solve only when samples are drawn.',
        'Every block can be turned round: its formula then leads from $x$ to $z$.',
      ],
      task: 'Select each Planar block and switch on “Invert the block” in the inspector.',
      ask: 'Turn all planar blocks round, then press Check.',
      hints: {
        some: 'One block is turned, but not all of them: each that is not has an equation to solve in every step.',
        other:
          'No block is turned yet. Select one; the switch “Invert the block” is in the inspector, under “What it can do”.',
      },
      right:
        'Training is faster now, and samples take longer. For reverse KL it is the other way round, as the last lesson shows.',
    },
  },
}
