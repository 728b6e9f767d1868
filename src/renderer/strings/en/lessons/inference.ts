import type { LessonText } from '../../lessonText'

export const inference: LessonText = {
  title: 'Reverse KL and variational inference',
  about: 'A flow can also be trained on a density that is known but for a constant, without any data.',
  reading: [
    'Rezende and Mohamed 2015, Variational Inference with Normalizing Flows, sections 2 and 4.2 (arXiv:1505.05770)',
    'Papamakarios et al. 2019, sections 2.3.2 and 6.2 (arXiv:1912.02762)',
  ],
  steps: {
    energy: {
      title: 'A density without its constant',
      body: [
        'In inference the target is often known only as $\\tilde p(\\mathbf{x}) = e^{-U(\\mathbf{x})}$, where $U$ is called the **energy**. The volume $Z$ under $\\tilde p$ is not known; the density is $p = \\tilde p/Z$.',
        'The **free energy** of a model $q$ needs no $Z$. It is never below $-\\log Z$, and comes down to it only where $q = p$:',
        '$$F = \\mathbb{E}_{q}\\big[\\log q(\\mathbf{x}) + U(\\mathbf{x})\\big] = \\mathrm{KL}(q\\,\\|\\,p) - \\log Z$$',
        'Here $U = \\tfrac12(x^2 + y^2)$, and $Z = 2\\pi$ is known: the dashed line of the chart is $-\\log 2\\pi \\approx -1.838$.',
      ],
      ask: 'Add 3 to U everywhere, which leaves p as it is. What is the least value that F can have then?',
      hints: {
        same: 'That is the least value for U as it is. p stays, but Z does not.',
        sign: 'The bound is −log Z, with the minus.',
        down: 'A higher U makes Z smaller, and −log Z larger.',
        other: 'Z is exp(−3) times 2π now. Compute −log Z.',
      },
      right:
        '3 − log 2π ≈ 1.162. A constant in U moves F and Z, never p: training does not see it. The negative of F is the ELBO, a lower bound on log Z, the evidence.',
    },
    'which-way': {
      title: 'Two directions of KL',
      body: [
        'The Kullback–Leibler divergence says how far two densities are apart. It is not symmetric:',
        '$$\\mathrm{KL}(p\\,\\|\\,q) = \\mathbb{E}_{p}\\!\\left[\\log \\frac{p}{q}\\right]$$',
        '$$\\mathrm{KL}(q\\,\\|\\,p) = \\mathbb{E}_{q}\\!\\left[\\log \\frac{q}{p}\\right]$$',
        'The first, **forward**, weighs by the target: it is large where $p$ has mass and $q$ has none. The second, **reverse**, weighs by the model: it is large where $q$ has mass and $p$ has none.',
      ],
      task: 'In the figure the target has two modes, at −2 and 2. Move the model and widen it, and watch both numbers.',
      ask: 'Which model has the smaller reverse KL: a narrow one (width 0.6) on the mode at −2, or a wide one (width 2.1) over both?',
      options: { wide: 'The wide one.', narrow: 'The narrow one.', same: 'Both the same.' },
      hints: {
        wide: 'That is so for the forward KL. The wide model has mass between the modes, where the target has hardly any.',
        same: 'Set the sliders to both and compare the numbers.',
        other: 'Set the sliders to both and compare the numbers.',
      },
      right:
        'Reverse KL seeks a mode and may leave others out, without a word. Forward KL covers all modes, and what lies between.',
    },
    gradient: {
      title: 'What training draws from',
      body: [
        'The mean over $q$ is taken over draws of the flow itself. With $\\mathbf{x} = f(\\mathbf{z})$ it becomes a mean over the base, which does not depend on what is learnt:',
        '$$\\begin{aligned} F = \\mathbb{E}_{\\mathbf{z}}\\big[ & \\log p_z(\\mathbf{z}) - \\log\\lvert\\det \\mathbf{J}(\\mathbf{z})\\rvert \\\\ & + U(f(\\mathbf{z}))\\big] \\end{aligned}$$',
        'So its gradient goes through $f$: this is the reparametrization trick.',
      ],
      ask: 'What does each step of training need?',
      options: {
        rows: 'Rows of data, taken from x to z.',
        draws: 'Draws of the base, taken from z to x, and the energy there.',
        both: 'Both.',
      },
      hints: {
        rows: 'No row of data stands in the formula. That is maximum likelihood.',
        both: 'No row of data stands in the formula: U and the flow are all it takes.',
        other: 'Look at what the mean is over, and where U is evaluated.',
      },
      right: 'Only z to x is taken. So planar blocks as they are and IAF are cheap here, and MAF is dear.',
    },
    objective: {
      title: 'Choose the objective',
      body: [
        'The target here is U1 of Rezende and Mohamed: a ring of radius 2 with two lobes. The document still trains by maximum likelihood, on rows that were drawn from the target beforehand.',
        'Rows of a real posterior cannot be had so easily. Train on the energy alone.',
      ],
      task: 'Select nothing, by a click beside the blocks or Esc, and choose Reverse KL as the objective in the inspector.',
      ask: 'Change the objective, then press Check.',
      hints: {
        other: 'The objective is not Reverse KL yet. It is in the inspector while no block is selected.',
      },
      right:
        'The loss is the free energy now. The target is brought in slowly, from a normal distribution, so that fewer modes are left out.',
    },
    train: {
      title: 'Train it',
      body: [
        'The bound tells how good the model is without knowing any data:',
        '$$F + \\log Z = \\mathrm{KL}(q\\,\\|\\,p) \\ge 0$$',
        'The distance of the loss to the dashed line is the divergence itself, in nats.',
      ],
      task: 'Press Train and wait until the whole target is in, at step 500, and the loss is less than 0.3 nats above the dashed line.',
      ask: 'Train the flow, then press Check.',
      hints: {
        'not-yet': 'The target is not wholly in yet: wait for step 500. Press Train if nothing moves.',
        other: 'The loss is still more than 0.3 nats above the dashed line. Let it train on; Reset begins anew.',
      },
      right:
        'You have trained a flow without a single row of data. The check mark in the top bar weighs its draws: if few of them carry all the weight, a mode is missing.',
    },
  },
}
