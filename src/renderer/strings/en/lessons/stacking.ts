import type { LessonText } from '../../lessonText'

export const stacking: LessonText = {
  title: 'Stacking',
  about: 'Small maps in a row make a large one. Their log-determinants add.',
  reading: [
    'Rezende and Mohamed 2015, section 3.1, equations 6 and 7 (arXiv:1505.05770)',
    'Papamakarios et al. 2019, section 2.1 (arXiv:1912.02762)',
  ],
  steps: {
    'logs-add': {
      title: 'Log-determinants add',
      body: [
        'Two maps in a row are a map again: $\\mathbf{x} = f_2(f_1(\\mathbf{z}))$. By the chain rule its Jacobian is the product of both, and so is its determinant. Logarithms turn the product into a sum:',
        '$$\\log\\lvert\\det \\mathbf{J}\\rvert = \\log\\lvert\\det \\mathbf{J}_1\\rvert + \\log\\lvert\\det \\mathbf{J}_2\\rvert$$',
        'Here $\\det \\mathbf{M}_1 = 2$ and $\\det \\mathbf{M}_2 = 3$.',
      ],
      task: 'In Layers, stop the scrubber after each block and watch the squares of the lattice grow, and the mean log|det| under them.',
      ask: 'One more block, with determinant ½, is put on top. How large is log|det J| then?',
      hints: {
        product: 'That is |det J|. Its logarithm is asked for.',
        sum: 'You have added the determinants. They are multiplied; their logarithms are added.',
        before: 'That is the stack as it is, without the new block.',
        sign: 'The new block halves areas: its logarithm is negative.',
        other: 'Add log(2), log(3) and log(1/2). You can type all of it.',
      },
      right: 'log 2 + log 3 + log ½ = log\u00a03\u00a0≈\u00a01.099. A flow of a hundred blocks adds a hundred numbers.',
    },
    order: {
      title: 'The order matters',
      body: [
        'The stack on the screen first doubles and then adds 1. It is read from $z$ to $x$:',
        '$$f_1(z) = 2z, \\qquad f_2(z) = z + 1$$',
      ],
      ask: 'Where does z = 3 go?',
      hints: {
        reversed: 'You have added 1 first. The block beside z acts first.',
        other: 'Put 3 into the first block, and what comes out into the second.',
      },
      right: '2 · 3 + 1 = 7. In the other order it would be 2 · (3 + 1) = 8. Drag one block past the other to see it.',
    },
    'one-matrix': {
      title: 'Two matrices are one',
      body: [
        'Linear maps in a row are one linear map. The matrix that acts first stands on the right:',
        '$$\\mathbf{x} = \\mathbf{M}_2(\\mathbf{M}_1\\mathbf{z}) = (\\mathbf{M}_2\\mathbf{M}_1)\\,\\mathbf{z}$$',
        '$$\\mathbf{M}_1 = \\begin{pmatrix} 1 & 1 \\\\ 0 & 1 \\end{pmatrix}, \\qquad \\mathbf{M}_2 = \\begin{pmatrix} 1 & 0 \\\\ 1 & 1 \\end{pmatrix}$$',
      ],
      ask: 'What is the entry of M₂M₁ at the lower right?',
      hints: {
        reversed: 'That is M₁M₂, the other order.',
        entries: 'Multiply row by column: the second row of M₂ with the second column of M₁.',
        other: 'The second row of M₂ is (1, 1), the second column of M₁ is (1, 1). Multiply in pairs and add.',
      },
      right: '1 · 1 + 1 · 1 = 2. However many matrices you stack, you get no more than one matrix.',
    },
    bend: {
      title: 'Something has to bend',
      body: [
        'A linear map turns a normal distribution into a normal distribution: an ellipse. No matrix makes two moons of it. Blocks that bend space do, and every one of them adds to what the flow can express.',
        'Coupling, autoregressive, planar, radial and residual blocks all bend.',
      ],
      task: 'Train for a while and see what the linear block can do. Then add two blocks that bend: drag them from the palette onto a wire, or press A.',
      ask: 'Add two blocks that bend, then press Check.',
      hints: {
        one: 'One block bends now. A coupling moves only half of the coordinates, so that a second has to move the others.',
        other: 'No block bends yet. Take spline couplings, for instance, from the family Coupling.',
      },
      right: 'Train again: the density leaves the shape of an ellipse.',
    },
  },
}
