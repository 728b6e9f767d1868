/** The evaluation of the model on rows it has not seen. */
export const evaluation = {
  title: 'Evaluation',
  atStart: 'Evaluation at the start',
  atStep: 'Evaluation at step {step}',
  atBest: 'Evaluation of the best weights, of step {step}',
  description: 'The model judged by rows it has not seen',
  alike:
    'By energy distance, draws of the model cannot be told from the held-out rows: a random split of both is as far apart {share} % of the time.',
  differs:
    'By energy distance, draws of the model differ from the held-out rows by more than chance: a random split of both is as far apart {share} % of the time only.',
  again: 'Evaluate again',
  evaluating: 'Evaluating on the held-out rows. Integrals take some seconds, longer while it trains.',
  costs: 'Time per block, for 1\u2009000 rows',
  block: 'block',
} as const
