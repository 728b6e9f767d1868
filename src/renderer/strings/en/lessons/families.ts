import type { LessonText } from '../../lessonText'

export const families: LessonText = {
  title: 'From NICE to continuous flows',
  about: 'Each family of flows removes a limit of the one before it.',
  reading: [
    'Dinh, Krueger and Bengio 2014, NICE (arXiv:1410.8516)',
    'Dinh, Sohl-Dickstein and Bengio 2016, Real NVP (arXiv:1605.08803)',
    'Kingma and Dhariwal 2018, Glow (arXiv:1807.03039)',
    'Kingma et al. 2016, Inverse Autoregressive Flow (arXiv:1606.04934)',
    'Papamakarios, Pavlakou and Murray 2017, Masked Autoregressive Flow (arXiv:1705.07057)',
    'Durkan et al. 2019, Neural Spline Flows (arXiv:1906.04032)',
    'Chen et al. 2018, Neural Ordinary Differential Equations (arXiv:1806.07366)',
    'Grathwohl et al. 2018, FFJORD (arXiv:1810.01367)',
    'Lipman et al. 2022, Flow Matching for Generative Modeling (arXiv:2210.02747)',
  ],
  steps: {
    nice: {
      title: 'NICE: shifts by a network',
      body: [
        'The first coupling flow, of 2014. One part $A$ of the coordinates passes through, the other, $B$, is shifted by a network $t$ that sees $A$:',
        '$$\\mathbf{x}_A = \\mathbf{z}_A, \\qquad \\mathbf{x}_B = \\mathbf{z}_B + t(\\mathbf{z}_A)$$',
        'The inverse subtracts the same shift: $t$ is never inverted, so it may be any network.',
      ],
      task: 'Press Train and look at log|det J|, whatever the network learns.',
      ask: 'How large is log|det J|?',
      hints: {
        factor: 'That is the factor, det J. Take its logarithm.',
        other: 'The diagonal of the Jacobian holds only ones. What is the logarithm of their product?',
      },
      right:
        'Always 0: volumes stay. NICE can move probability about but never gather it, so its paper ends with a scale for each coordinate.',
    },
    realnvp: {
      title: 'RealNVP: scales as well',
      body: [
        'RealNVP lets the network also scale, by a factor that is never 0:',
        '$$\\mathbf{x}_B = \\mathbf{z}_B \\odot e^{s(\\mathbf{z}_A)} + t(\\mathbf{z}_A)$$',
        '$$\\log\\lvert\\det \\mathbf{J}\\rvert = \\sum_i s_i(\\mathbf{z}_A)$$',
        'The sign $\\odot$ multiplies entry by entry. Both directions still take one pass of the network.',
      ],
      task: 'Remove the two Additive coupling blocks and put two Affine coupling blocks in their place.',
      ask: 'Make the stack a RealNVP of two blocks, then press Check.',
      hints: {
        one: 'One affine coupling is there. One alone leaves half of the coordinates as they are: add a second.',
        beside: 'The affine couplings are there; take the additive ones out.',
        other: 'No affine coupling yet. It is in the family Coupling of the palette; the name is Affine coupling.',
      },
      right: 'Train again, and log|det J| gets colours: the flow can gather probability and thin it out.',
    },
    masks: {
      title: 'Take turns',
      body: [
        'A coupling leaves the coordinates of $A$ as they are. If all blocks pass the same ones, these keep the distribution of the base however long you train. So the next block passes what this one has changed.',
      ],
      task: 'Both blocks here transform the second coordinate only. Select one and change “Transforms” so that the first has its turn.',
      ask: 'Let the blocks take turns, then press Check.',
      hints: {
        other:
          'All blocks still transform the same coordinate: x₁ stays normal. In one block, set “Transforms” to Odd.',
      },
      right:
        'Now each coordinate is changed, and seen by the other’s network. Two couplings are the least that mixes both; with more coordinates it takes three until each depends on all.',
    },
    glow: {
      title: 'Glow: mix by a learnt matrix',
      body: [
        'Taking turns is a permutation, chosen by hand. Glow puts a learnt matrix in its place, which for images acts on the channels of each pixel: an invertible 1×1 convolution. Its step is: normalise (ActNorm), mix (matrix), couple.',
        'To keep the determinant cheap the matrix is held as a product of triangular ones:',
        '$$\\mathbf{W} = \\mathbf{P}\\,\\mathbf{L}\\,(\\mathbf{U} + \\operatorname{diag}(\\mathbf{s}))$$',
        '$\\mathbf{P}$ is a fixed permutation; $\\mathbf{L}$ has ones on its diagonal, $\\mathbf{U}$ zeros. In this stack LU linear plays that part: its $\\mathbf{U}$ holds $\\mathbf{s}$ on the diagonal, and it has no $\\mathbf{P}$.',
      ],
      ask: 'What does log|det W| cost in this form?',
      options: {
        cube: 'D³ operations, as for every full matrix.',
        diagonal: 'D operations: the sum of log |sᵢ|.',
        none: 'Nothing: it is always 0.',
      },
      hints: {
        cube: 'That would be so if W were held as one table of numbers. Here its triangular factors are held.',
        none: 'A permutation has log-determinant 0, but s is free.',
        other:
          'The determinant of a product is the product of determinants, and those of triangular matrices are read off.',
      },
      right: 'det P is ±1, det L is 1, and what is left is the diagonal s.',
    },
    maf: {
      title: 'Autoregressive: one after another',
      body: [
        'A coupling makes two groups. An autoregressive flow goes to the end of that road: each coordinate is changed by all that come before it. In a masked autoregressive flow (MAF) they are those of $x$:',
        '$$x_i = z_i\\,e^{\\alpha_i(x_1, \\dots, x_{i-1})} + \\mu_i(x_1, \\dots, x_{i-1})$$',
        'From $x$ to $z$ all $\\alpha_i$ and $\\mu_i$ come from one pass of a masked network. To draw a sample, $x_1$ has to be there before $x_2$ can be computed, and so on.',
      ],
      ask: 'How many passes of the network does a sample take for D = 64?',
      hints: {
        density: 'That is the density: from x to z all inputs are known. For a sample they come one by one.',
        half: 'Every coordinate needs its own pass.',
        pairs: 'One pass for each coordinate, not for each pair.',
        other: 'Each coordinate waits for the one before it.',
      },
      right:
        '64 passes for a sample, 1 for a density. MAF is the choice where densities of given points are asked for, as in maximum likelihood.',
    },
    iaf: {
      title: 'IAF: the same, turned round',
      body: [
        'An inverse autoregressive flow (IAF) lets the networks see $z$ instead:',
        '$$x_i = z_i\\,e^{\\alpha_i(z_1, \\dots, z_{i-1})} + \\mu_i(z_1, \\dots, z_{i-1})$$',
        'Now a sample is one pass and the density of a given $x$ takes $D$. It is a MAF block with its directions swapped: only what the network is asked for is written differently.',
      ],
      task: 'Turn every Masked autoregressive block round with the switch “Invert the block”.',
      ask: 'Make the stack an IAF, then press Check.',
      hints: {
        some: 'One block is turned, another not: samples still wait for that one.',
        other: 'No block is turned yet. Select each and switch on “Invert the block”.',
      },
      right: 'IAF is the choice where samples are drawn in every step, as in variational inference.',
    },
    splines: {
      title: 'Splines: bend each coordinate',
      body: [
        'Scale and shift are straight lines in $z_i$. A neural spline flow puts a rising curve in their place: pieces of quotients of two quadratics, whose knots a network sets. Each piece and its inverse have a formula.',
        'The curve fills a box $[-B, B]$. Outside it the map is the identity.',
      ],
      task: 'Select a Spline coupling: its bound B is among the settings.',
      ask: 'How large is log|det J| at the point (9,\u00a0−9), far outside the box?',
      hints: {
        factor: 'That is the factor by which areas change. Take its logarithm.',
        other: 'The map is the identity there. What is the slope of the identity, and its logarithm?',
      },
      right: 'It is 0 out there, trained or not. So B has to be larger than the data reach, in the units of the flow.',
    },
    continuous: {
      title: 'Continuous: infinitely many small steps',
      body: [
        'A continuous flow is one block without layers. A point follows a velocity field $v$ for one unit of time, and a solver does the steps:',
        '$$\\frac{d\\mathbf{z}}{dt} = v(\\mathbf{z}, t)$$',
        '$$\\frac{d \\log p}{dt} = -\\operatorname{tr} \\frac{\\partial v}{\\partial \\mathbf{z}}$$',
        'The network $v$ is free: paths of a smooth field never cross, so the map can always be turned back. FFJORD estimates the trace from random vectors; flow matching learns $v$ without a solver.',
      ],
      ask: 'What takes the place of the determinant?',
      options: {
        determinant: 'The determinant of ∂v/∂z at each step.',
        zero: 'Nothing: v changes no volumes.',
        trace: 'The trace of ∂v/∂z, added up along the path.',
      },
      hints: {
        determinant: 'For a small step h the Jacobian is I + h ∂v/∂z, and its log-determinant is h times the trace.',
        zero: 'Where arrows of the field lead apart, volumes grow.',
        other: 'Read the second of the two equations.',
      },
      right:
        'The trace is a sum of D numbers, so the Jacobian may be full. The price is the solver: many evaluations of v for a point.',
    },
  },
}
