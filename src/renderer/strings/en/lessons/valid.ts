import type { LessonText } from '../../lessonText'

export const valid: LessonText = {
  title: 'Which maps are valid',
  about: 'A flow needs maps that take no value twice, and whose slope is known.',
  reading: [
    'Papamakarios et al. 2019, section 2.1 (arXiv:1912.02762)',
    'Kobyzev, Prince and Brubaker 2019, section 2.1 (arXiv:1908.09257)',
  ],
  steps: {
    'one-minus-z': {
      title: 'Is 1 − z a valid transformation?',
      body: [
        'A map may be used in a flow if each $x$ comes from exactly one $z$ (it is **one-to-one**), and if it has a slope to divide by.',
        '$$f(z) = 1 - z, \\qquad -\\tfrac12 \\le z \\le \\tfrac12$$',
      ],
      task: 'Move a horizontal line through the figure in your mind. How often does it meet the curve?',
      ask: 'Is f a valid transformation?',
      options: {
        yes: 'Yes.',
        falls: 'No, because it falls.',
        negative: 'No, because its slope is negative and so the density would be.',
      },
      hints: {
        falls: 'A falling map takes no value twice either. z = 1 − x brings every x back.',
        negative: 'The density is divided by |f′|, the slope without its sign.',
        other: 'Solve x = 1 − z for z. Is there one answer?',
      },
      right: 'It is one-to-one, with |f′| = 1. The density is mirrored and keeps its height.',
    },
    'two-minus-three-z': {
      title: 'Is 2 − 3z a valid transformation?',
      body: [
        'With $z$ uniform over $[-\\tfrac12, \\tfrac12]$, where $p(z) = 1$:',
        '$$f(z) = 2 - 3z, \\qquad p(x) = \\frac{p(z)}{|f^{\\prime}(z)|}$$',
      ],
      ask: 'How large is p(x) where it is not 0? Type 0 if the map is not valid.',
      hints: {
        invalid: 'The map falls, but it meets every x once. z = (2 − x)/3 brings it back.',
        sign: 'A density is never negative. Divide by the slope without its sign.',
        times: 'You have multiplied by the slope. x covers three times the length now.',
        same: 'The length of the interval has changed from 1 to 3.',
        other: 'The slope is −3. Divide 1 by its absolute value.',
      },
      right: 'Length 3 times height ⅓ is 1. Every straight line with a slope other than 0 is valid.',
    },
    fold: {
      title: 'Is this piecewise map valid?',
      body: [
        'This map rises to the left of 0 and falls to the right of it:',
        '$$f(z) = \\begin{cases} 2z + 1 & z < 0 \\\\ 1 - 2z & z \\ge 0 \\end{cases}$$',
        'Each piece alone is a straight line. The kink between them does no harm: one point has no probability. But the picture stays empty: the engine refuses this stack.',
      ],
      task: 'Draw a horizontal line through the figure in your mind and count where it meets the curve.',
      ask: 'Which other z goes to the same x as z = −0.2? Type 0 if there is none and the map is valid.',
      hints: {
        none: 'There is one. The curve comes down again on the right: follow it to the height of f(−0.2).',
        itself: 'That is z itself. Look on the other side of 0.',
        value: 'That is x, the value f(−0.2). Find the other z that has it.',
        other: 'f(−0.2) is 0.6. Solve 1 − 2z = 0.6 for the piece on the right.',
      },
      right:
        'f(−0.2) = f(0.2) = 0.6. Every x below 1 has two z and does not say which it came from: there is no f⁻¹. A fold is not allowed.',
    },
    swap: {
      title: 'A piecewise map that jumps',
      body: [
        'This one is in pieces too. It swaps the two halves of the interval:',
        '$$f(z) = \\begin{cases} z + \\tfrac12 & z < 0 \\\\ z - \\tfrac12 & z \\ge 0 \\end{cases}$$',
      ],
      ask: 'Is f a valid transformation?',
      options: {
        jumps: 'No, because it jumps.',
        gap: 'No, because some x between −½ and ½ is never reached.',
        yes: 'Yes.',
      },
      hints: {
        jumps: 'The rule asks that no x has two z. Do the two pieces share any x?',
        gap: 'The left half covers 0 to ½, the right half −½ to 0. Nothing is left out.',
        other: 'Compare the values of the left piece with those of the right one.',
      },
      right:
        'No value but that of the two ends is taken twice, and |f′|\u00a0=\u00a01 but at one point. The density is right, yet neighbours are torn apart at the jump: flows are built from continuous maps, which keep them together.',
    },
    mend: {
      title: 'Mend the fold',
      body: [
        'Here is the folded map again:',
        '$$f(z) = \\begin{cases} 2z + 1 & z < 0 \\\\ 1 - 2z & z \\ge 0 \\end{cases}$$',
        'It is typed as $\\texttt{z < 0 ? 2z + 1 : 1 - 2z}$: before the colon what holds for z < 0, after it what holds otherwise.',
      ],
      task: 'Select the block Custom expression and change the right piece so that no value is taken twice. Keep the two pieces.',
      ask: 'Mend f, then press Check.',
      hints: {
        'one-piece':
          'This map is valid, but it is one piece now. Keep the question mark and give the two pieces different slopes.',
        other:
          'The map still cannot be turned back; the inspector says where. Let the right piece go on upwards from 1.',
      },
      right: 'A kink is fine: leaky ReLU is such a map. The density has a step there, because the slope has.',
    },
    flat: {
      title: 'A slope of zero',
      body: [
        'At $z = 0$ the cube is flat:',
        '$$f(z) = z^3, \\qquad f^{\\prime}(z) = 3z^2$$',
        'With $z$ uniform, $p(x) = 1/(3z^2)$.',
      ],
      task: 'Look at the density near x = 0.',
      ask: 'What happens to the density at x = 0?',
      options: {
        invalid: 'Nothing sensible: z³ is not one-to-one.',
        zero: 'It is zero, because the slope is.',
        infinite: 'It grows beyond every bound.',
      },
      hints: {
        invalid: 'Every x has one cube root. The map can be turned back.',
        zero: 'The slope stands below the fraction line. Divide 1 by something close to 0.',
        other: 'Put a small z into 1/(3z²).',
      },
      right:
        'The area is still 1, but the density has no upper bound. Flows ask for maps whose slope never comes to 0, called diffeomorphisms when both directions are smooth.',
    },
  },
}
