import type { LessonText } from '../../lessonText'

export const plane: LessonText = {
  title: 'Change of variables in the plane',
  about: 'In more dimensions the slope becomes a matrix, and what counts of it is its determinant.',
  reading: [
    'Papamakarios et al. 2019, section 2.1 (arXiv:1912.02762)',
    'Kobyzev, Prince and Brubaker 2019, Normalizing Flows: An Introduction and Review of Current Methods, section 2.1 (arXiv:1908.09257)',
  ],
  steps: {
    shift: {
      title: 'A shift',
      body: [
        'Now $\\mathbf{z} = (z_1, z_2)$ has two coordinates, both normal. The first map only moves everything by $\\mathbf{c} = (2, 1)$:',
        '$$\\mathbf{x} = \\mathbf{z} + \\mathbf{c}$$',
        'Nothing is stretched, so every area stays what it is and so does the density: it moves along. At the origin the base has $p(\\mathbf{z}) = 1/(2\\pi)$.',
      ],
      ask: 'How large is p(x) at x = (2, 1)?',
      hints: {
        origin: 'That is p at the origin, which the shift has left behind. (2, 1) is where z = 0 has gone.',
        line: 'That is the normal density of one coordinate. In two dimensions the two are multiplied.',
        square: 'One divided by 2π, not π divided by 2.',
        other: 'The point (2, 1) comes from z = (0, 0). Nothing is stretched on the way.',
      },
      right: '1/(2π) ≈ 0.159. The determinant of a shift is 1 and its logarithm 0.',
    },
    area: {
      title: 'A matrix and its area',
      body: [
        'A matrix takes the unit square to a parallelogram, whose sides are its columns:',
        '$$\\mathbf{x} = \\mathbf{M}\\mathbf{z}, \\qquad \\mathbf{M} = \\begin{pmatrix} 2 & 1 \\\\ 0 & 1.5 \\end{pmatrix}$$',
        'The area of the parallelogram is $\\lvert\\det \\mathbf{M}\\rvert$, and for two rows and columns',
        '$$\\det \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix} = ad - bc$$',
      ],
      task: 'Compare the square, of area 1, with the parallelogram in the figure. In Layers the lattice shows the same over the whole plane.',
      ask: 'How large is |det M|?',
      hints: {
        trace: 'That is a + d, the trace. The determinant multiplies.',
        all: 'That is the sum of the entries.',
        other: 'Multiply along the diagonal, a · d, and take away b · c.',
      },
      right: '2 · 1.5 − 1 · 0 = 3. Base 2 and height 1.5: the slant does not change the area.',
    },
    height: {
      title: 'Divide by the determinant',
      body: [
        'What was the slope on a line is now the **Jacobian** $\\mathbf{J}$, the matrix of all slopes $\\partial x_i/\\partial z_j$. For $\\mathbf{x} = \\mathbf{M}\\mathbf{z}$ it is $\\mathbf{M}$ itself. Areas grow by $\\lvert\\det \\mathbf{J}\\rvert$, so the density falls by it:',
        '$$p(\\mathbf{x}) = \\frac{p(\\mathbf{z})}{\\lvert\\det \\mathbf{J}(\\mathbf{z})\\rvert}$$',
      ],
      ask: 'How large is p(x) at the origin, with the matrix of the step before?',
      hints: {
        base: 'That is the base, 1/(2π). Divide it by |det M|.',
        times: 'You have multiplied. The same probability lies on a larger area now.',
        other: 'The origin comes from z = 0, where the base has 1/(2π). Divide by |det M|.',
      },
      right: '1/(2π · 3) ≈ 0.053. Whatever the map, this one number per point says how much lower the density gets.',
    },
    'minus-two': {
      title: 'A determinant of −2',
      body: [
        'A determinant can be negative. Then the map also **mirrors**: going round the square in the order of its corners turns left, and going round its image turns right. In the figure sides 1 and 2 of the image then change hands.',
        '$$\\det \\mathbf{M} = ad - bc = -2$$',
      ],
      task: 'Select the block Fixed matrix and type another matrix in the inspector, row by row, such as 3, 1; 1, 2.',
      ask: 'Make the determinant −2, then press Check.',
      hints: {
        sign: 'The area is right, but the map does not mirror: the determinant is +2. Swap the two rows.',
        other: 'Look at det in the inspector. With zeros at a and d, for instance, it is −b · c.',
      },
      right: 'Swapping two rows or two columns always changes the sign of the determinant.',
    },
    mirror: {
      title: 'The sign does not matter',
      body: [
        'An area is never negative, so the density is divided by the determinant without its sign. Flows add up its logarithm:',
        '$$\\log p(\\mathbf{x}) = \\log p(\\mathbf{z}) - \\log\\lvert\\det \\mathbf{J}(\\mathbf{z})\\rvert$$',
        'The matrix here has $\\det \\mathbf{M} = -2$.',
      ],
      task: 'The picture begins with the way back, x → z, where areas shrink. Choose z → x above it for the way that is asked about.',
      ask: 'How large is log|det J| of the map from z to x? The logarithm is the natural one.',
      hints: {
        negative: 'That is the way back, from x to z. From z to x areas grow.',
        log: 'That is |det J|. Take its logarithm, log(2).',
        sign: 'That is the determinant. Leave its sign, then take the logarithm.',
        other: 'Take the logarithm of 2. You can type log(2).',
      },
      right: 'log 2 ≈ 0.693, the same in every place: the field of a linear map has one colour.',
    },
  },
}
