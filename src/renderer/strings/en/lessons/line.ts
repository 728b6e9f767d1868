import type { LessonText } from '../../lessonText'

export const line: LessonText = {
  title: 'Change of variables on a line',
  about: 'How a map changes a density: divide by the slope.',
  reading: [
    'Papamakarios et al. 2019, section 2.1 (arXiv:1912.02762)',
    'Rezende and Mohamed 2015, Variational Inference with Normalizing Flows, section 3 (arXiv:1505.05770)',
  ],
  steps: {
    reach: {
      title: 'Where z goes',
      body: [
        'Let $z$ be uniform between $-\\tfrac12$ and $\\tfrac12$: all places there are equally likely, and $p(z) = 1$. The map is',
        '$$x = f(z) = 2z + 1$$',
        'It doubles lengths and moves everything by 1. In the picture $z$ runs to the right and $x$ upwards; the blue strip and its amber image hold the same probability.',
      ],
      task: 'Find the ends of the interval on which x lies.',
      ask: 'What is the largest x that can occur?',
      hints: {
        shift: 'You have doubled z and left out the shift by 1.',
        end: 'That is the largest z. Put it into f.',
        other: 'Put the largest z, which is ½, into f(z).',
      },
      right: 'The interval from −½ to ½ becomes the interval from 0 to 2. It is twice as long.',
    },
    height: {
      title: 'How high the density is',
      body: [
        'No probability is lost on the way: what lies in a short piece $dz$ is found in its image $dx$ again.',
        '$$p(x)\\,|dx| = p(z)\\,|dz|$$',
        'Divide by $|dx|$. The ratio $dx/dz$ is the slope $f^{\\prime}(z)$:',
        '$$p(x) = \\frac{p(z)}{|f^{\\prime}(z)|}$$',
        'Where the map stretches, the density falls; where it squeezes, the density rises.',
      ],
      ask: 'How large is p(x) between 0 and 2?',
      hints: {
        same: 'With height 1 over a length of 2 the area would be 2. It has to be 1.',
        times: 'You have multiplied by the slope. What is spread over twice the length is half as high.',
        other: 'Divide p(z) = 1 by the slope of 2z + 1.',
      },
      right: 'Length 2 times height ½ is 1. A flow that counts its slopes right always keeps the area 1.',
    },
    back: {
      title: 'From x back to z',
      body: [
        'To ask for the density at a given $x$ we need the $z$ it comes from. Solve $x = 2z + 1$ for $z$.',
        '$$p(x) = p_z\\big(f^{-1}(x)\\big)\\,\\left|\\frac{d f^{-1}}{dx}(x)\\right|$$',
        'The slope of the inverse is $1/f^{\\prime}(z)$, so this says the same as before, in terms of $x$ alone.',
      ],
      ask: 'Type z as a formula in x.',
      hints: {
        forward: 'That is f itself. Its inverse undoes its steps.',
        order: 'f first doubles, then adds 1. To undo it, begin with what was done last.',
        other: 'Put your formula in place of z into 2z + 1: it must come to x again.',
      },
      right:
        'Undo the last step first: subtract 1, then halve. A stack of blocks is undone in the same way, from x to z.',
    },
    bell: {
      title: 'The normal distribution through 2z\u00a0+\u00a01',
      body: [
        'The same map, but now $z$ is normal:',
        '$$p(z) = \\frac{1}{\\sqrt{2\\pi}}\\, e^{-z^2/2}$$',
        'The rule does not ask what the base is. Put $z = (x - 1)/2$ into the base’s density and divide by the slope.',
      ],
      ask: 'Type p(x) as a formula in x. Use exp( ), sqrt( ) and pi.',
      hints: {
        slope: 'The shape is right, but its area is 2: the slope is missing.',
        times: 'The shape is right, but you have multiplied by the slope. Divide by it.',
        other: 'It begins with exp(-((x - 1) / 2)^2 / 2). Divide by sqrt(2 pi), and by the slope.',
      },
      right:
        'This is the normal density with mean 1 and standard deviation 2. A shift and a scale set its mean and width.',
    },
    taller: {
      title: 'Make it 4 high',
      body: [
        'Now the other way round: you choose the density, and the map has to follow. The base is again uniform from $-\\tfrac12$ to $\\tfrac12$.',
        '$$p(x) = \\frac{1}{|f^{\\prime}(z)|}$$',
      ],
      task: 'Select the block Custom expression and change f(z) in the inspector so that p(x)\u00a0=\u00a04 wherever it is not 0.',
      ask: 'Change f, then press Check.',
      hints: {
        stretched: 'p(x) is ¼ now: the slope is 4. A large slope spreads the density thin.',
        other: 'p(x) is 1 divided by the slope. Which slope gives 4? A shift changes nothing of it.',
      },
      right: 'A slope of ¼, or of −¼, squeezes the length to a quarter, and the density rises to 4.',
    },
    bent: {
      title: 'A slope that changes',
      body: [
        'The slope need not be the same everywhere. Take $z$ normal and',
        '$$f(z) = z + 0.4 \\sin 2z, \\qquad f^{\\prime}(z) = 1 + 0.8 \\cos 2z$$',
        'Near $z = 0$ the map is steep, near $z = \\pm\\pi/2$ it is almost flat. Every $x$ gets the slope at its own $z$.',
      ],
      task: 'Drag the strip along z and watch its image. Where that is long, p(x) is low compared with p(z).',
      ask: 'How large is p(x) at x = 0? There p(z) is 0.3989.',
      hints: {
        base: 'That is p(z). Divide it by the slope at z = 0.',
        times: 'You have multiplied by the slope. Divide by it.',
        other: 'x = 0 comes from z = 0, where the slope is 1 + 0.8 · cos 0.',
      },
      right: '0.3989 / 1.8. One bump has become a low middle between two bumps, where the map is flatter.',
    },
  },
}
