import type { LessonText } from '../../lessonText'

export const what: LessonText = {
  title: 'What a flow is',
  about: 'A flow turns points that are easy to draw into points that look like data, and can turn them back.',
  reading: [
    'Papamakarios et al. 2019, Normalizing Flows for Probabilistic Modeling and Inference, section 2 (arXiv:1912.02762)',
  ],
  steps: {
    'two-ends': {
      title: 'Two ends and a map',
      body: [
        'A normalizing flow has two ends. At one end are points $z$ from a **base**: a density that we know and can draw from, here the normal distribution. At the other end are the data $x$, here two moons.',
        'Between them is a map $f$, built from blocks:',
        '$$x = f(z), \\qquad z = f^{-1}(x)$$',
        'Each $z$ goes to one $x$, and each $x$ comes from one $z$. So the map can be followed both ways: from $z$ to $x$ to draw new points, from $x$ to $z$ to ask how likely a point is.',
      ],
      task: 'In the view Layers, drag the scrubber from z to x and back. Every point keeps its way. Before training the blocks do nothing, so nothing moves yet.',
      ask: 'How does a flow make a new sample?',
      options: {
        'draw-z': 'It draws z from the base and computes x\u00a0=\u00a0f(z).',
        'take-x': 'It takes a row of the data and computes z from it.',
        keep: 'It draws x anywhere and keeps those where the density is high.',
      },
      hints: {
        'take-x': 'That is the way from x to z, which tells how likely a row is. It needs a row to begin with.',
        keep: 'That would be rejection sampling. A flow rejects nothing: every draw from the base becomes a sample.',
        other: 'Ask which end can be drawn from without knowing the data’s density.',
      },
      right: 'A draw from the base is cheap, and f carries it to where the data are. No draw is wasted.',
    },
    training: {
      title: 'Training shapes the map',
      body: [
        'Each block has numbers that can be learnt. Training changes them so that the rows of data get a high density $p(x)$. What it makes small is the **negative log-likelihood**, a mean over the rows $x_1, \\dots, x_N$:',
        '$$\\mathrm{NLL} = -\\frac{1}{N} \\sum_{n=1}^{N} \\log p(x_n)$$',
        'It is measured in nats, the unit of natural logarithms. The dashed line in the chart is the entropy of the true density: no model can come below it, but for the chance in the rows.',
      ],
      task: 'Press Train and watch the density. Wait until the validation loss is less than half a nat above the dashed line.',
      ask: 'Train the flow, then press Check.',
      hints: {
        'not-begun':
          'The flow has hardly been trained yet. Press Train, at the top right, and wait for some hundred steps.',
        other:
          'The validation loss is not yet within half a nat of the dashed line. Let it train on; Reset begins anew.',
      },
      right: 'The map now carries the round base to two moons. Look at Layers again: this time the points travel.',
    },
    'above-one': {
      title: 'A density is not a probability',
      body: [
        'Here $f(z) = z/10$ squeezes the normal distribution onto a tenth of its width. The area under a density is always 1, so what gets narrower has to get higher.',
        'At its middle the normal density is $1/\\sqrt{2\\pi} \\approx 0.399$.',
      ],
      task: 'Point at the curve at x = 0 and read p. It does not have to be below 1.',
      ask: 'How large is p(x) at x = 0?',
      hints: {
        base: 'That is the height of the base. The same area stands on a tenth of the width now.',
        times: 'The density went down in your answer, but space was squeezed, so it must go up.',
        other: 'Divide the height of the base at z = 0 by the factor by which f changes lengths.',
      },
      right:
        'A density may exceed 1, and its negative logarithm may be below 0. Only areas under it are probabilities.',
    },
  },
}
