import type { LessonText } from '../../lessonText'

export const jacobians: LessonText = {
  title: 'Jacobians and what they cost',
  about: 'Diagonal and triangular Jacobians have cheap determinants. Flows are designed around that.',
  reading: [
    'Dinh, Sohl-Dickstein and Bengio 2016, Density estimation using Real NVP, section 3 (arXiv:1605.08803)',
    'Papamakarios et al. 2019, section 3 (arXiv:1912.02762)',
  ],
  steps: {
    diagonal: {
      title: 'Diagonal: each coordinate by itself',
      body: [
        'Where each $x_i$ depends on $z_i$ alone, only the diagonal of $\\mathbf{J}$ differs from 0. The determinant is the product along it:',
        '$$\\det \\begin{pmatrix} s_1 & & \\\\ & \\ddots & \\\\ & & s_D \\end{pmatrix} = s_1 s_2 \\cdots s_D$$',
        'This takes as many multiplications as there are coordinates: the cost grows like $D$, written $O(D)$.',
      ],
      ask: 'How large is the determinant of the matrix in this stack, with 2 and 3 on its diagonal?',
      hints: {
        sum: 'That is their sum. The sides of a rectangle are multiplied to get its area.',
        other: 'Multiply the two.',
      },
      right: '2 · 3 = 6. A rectangle with these sides has the area 6.',
    },
    triangular: {
      title: 'Triangular: each from those before it',
      body: [
        'Where $x_i$ depends on $z_1, \\dots, z_i$ only, everything above the diagonal is 0. The entries below it slant the picture, but slanting changes no volume:',
        '$$\\mathbf{M} = \\begin{pmatrix} 2 & 0 \\\\ 7 & 3 \\end{pmatrix}, \\qquad \\det \\mathbf{M} = 2 \\cdot 3 - 0 \\cdot 7$$',
        'So it is again the product of the diagonal, again $O(D)$, and the 7 may come from a network as large as you like.',
      ],
      task: 'Select the block Fixed matrix and change the 7 to any other number. The parallelogram slants, its area stays.',
      ask: 'How large is the determinant?',
      hints: {
        below: 'You have subtracted the 7. It is multiplied by the 0 opposite to it.',
        sum: 'You have added the diagonal. Multiply it.',
        all: 'The 7 has no part in it: it is multiplied by 0.',
        other: 'Multiply the two entries on the diagonal.',
      },
      right:
        'The 7 is free. That is the idea behind couplings and autoregressive flows: expressive below the diagonal, cheap on it.',
    },
    zero: {
      title: 'A zero on the diagonal',
      body: [
        'What if one entry on the diagonal of a triangular matrix is 0?',
        '$$\\mathbf{M} = \\begin{pmatrix} 1 & 0 \\\\ 2 & 0 \\end{pmatrix}$$',
        'The picture stays empty: the engine refuses this stack.',
      ],
      ask: 'How large is the determinant?',
      hints: {
        first: 'Multiply both entries on the diagonal, 1 and 0.',
        below: 'The 2 below the diagonal has no part in it: it is multiplied by the 0 above.',
        twice: 'The 2 below the diagonal has no part in it: it is multiplied by the 0 above.',
        other: 'Multiply along the diagonal.',
      },
      right:
        'One zero makes the whole product 0. The plane is flattened onto a line, many z share one x, and log 0 is −∞. Blocks avoid it by writing each diagonal entry as exp(s), which is never 0.',
    },
    'zero-elsewhere': {
      title: 'A zero on the diagonal of a full matrix',
      body: [
        'In a matrix that is not triangular the diagonal does not tell the determinant:',
        '$$\\mathbf{M} = \\begin{pmatrix} 0 & 1 \\\\ 1 & 1 \\end{pmatrix}$$',
      ],
      ask: 'How large is the determinant?',
      hints: {
        diagonal: 'The product of the diagonal is the determinant of triangular matrices only. Here b · c is not 0.',
        sign: 'The area is 1, but the map mirrors. Compute ad − bc.',
        other: 'Compute ad − bc.',
      },
      right:
        '0 · 1 − 1 · 1 = −1. The map is valid: it keeps areas and mirrors. Only in a triangular Jacobian does a zero on the diagonal ruin everything.',
    },
    cost: {
      title: 'A full Jacobian',
      body: [
        'Where every $x_i$ depends on every $z_j$, the determinant is found by elimination, which takes about $\\tfrac23 D^3$ operations: $O(D^3)$. And it is needed for every point in every step of training.',
        '$$O(D) \\quad\\text{diagonal, triangular}$$',
        '$$O(D^3) \\quad\\text{full}$$',
      ],
      task: 'Compare the lines in the figure. An image of 64 × 64 pixels has D\u00a0=\u00a04096.',
      ask: 'A full determinant takes 1 ms at D = 100. How many ms does it take at D = 1000?',
      hints: {
        linear: 'That would be so for a triangular Jacobian. Here the time grows with the third power.',
        square: 'D² is the number of entries. Elimination goes over them D times.',
        other: 'D is ten times as large, and the time grows with its third power.',
      },
      right: 'A thousand times as long: a second for one point. A triangular one would take ten times as long.',
    },
    deep: {
      title: 'det J when D is high',
      body: [
        'Even a cheap determinant is dangerous as a product. Take a diagonal Jacobian in $D = 2000$ dimensions, with slope ½ in each:',
        '$$\\det \\mathbf{J} = \\left(\\tfrac12\\right)^{2000} \\approx 10^{-602}$$',
        'The smallest positive number of double precision is about $5 \\cdot 10^{-324}$, of single precision about $10^{-45}$.',
      ],
      task: 'Move the slider of the figure to 0.5, and to 2. The dashed lines are where double and single precision end.',
      ask: 'Which number does a computer hold after multiplying the 2000 slopes one by one, in double precision?',
      hints: {
        log: 'That is the logarithm of it, which a computer has no trouble with. The product itself was asked for.',
        once: 'That is one slope. They are multiplied.',
        sum: 'Slopes are multiplied, not added.',
        other: 'It is smaller than the smallest number there is. What is left?',
      },
      right:
        'Exactly 0: it underflows at D\u00a0=\u00a01075. With slopes of 2 it overflows to infinity at D\u00a0=\u00a01024. Both make the density useless.',
    },
    logs: {
      title: 'Sums of logarithms instead',
      body: [
        'So flows never form the product. They add the logarithms of the slopes:',
        '$$\\log\\lvert\\det \\mathbf{J}\\rvert = \\sum_{i=1}^{D} \\log|s_i|$$',
        'A sum of 2000 numbers of usual size is a number of usual size. The block computes $\\log s_i$ at once, often as the very output of a network.',
      ],
      ask: 'How large is log|det J| for D = 2000 and slope ½? To the nearest whole number.',
      hints: {
        sign: 'The logarithm of a number below 1 is negative.',
        ten: 'That is the logarithm to base 10. Flows take the natural one.',
        other: 'Multiply 2000 by log(1/2). You can type 2000 log(1/2).',
      },
      right: '2000 · log ½ ≈ −1386. And the density itself is handled as log\u00a0p(x) all the way.',
    },
    coupling: {
      title: 'A coupling is triangular',
      body: [
        'A coupling passes some coordinates through and changes the others by a network that sees only the passed ones. In two dimensions:',
        '$$x_1 = z_1, \\qquad x_2 = z_2\\,e^{s(z_1)} + t(z_1)$$',
        '$$\\mathbf{J} = \\begin{pmatrix} 1 & \\partial x_1/\\partial z_2 \\\\ \\partial x_2/\\partial z_1 & e^{s(z_1)} \\end{pmatrix}$$',
      ],
      task: 'The small picture on the block and in the stack’s title shows which entries differ from 0.',
      ask: 'Which entry is 0 whatever the network does?',
      options: {
        diagonal: 'One on the diagonal.',
        upper: 'The upper right one, ∂x₁/∂z₂.',
        none: 'None: a network can make all of them differ from 0.',
      },
      hints: {
        diagonal: 'The diagonal has 1 and exp(s): neither is ever 0.',
        none: 'The network changes x₂ only, and x₁ = z₁ does not know of z₂.',
        other: 'Which of the two coordinates is passed through unchanged?',
      },
      right:
        'x₁ does not depend on z₂. So log|det J| = s(z₁), and the slopes of the networks s and t are never asked for.',
    },
  },
}
