/** The evaluation of the model on rows it has not seen. */
export const evaluation = {
  title: 'Evaluation',
  atStart: 'Evaluation at the start',
  atStep: 'Evaluation at step {step}',
  description: 'The model judged by rows it has not seen',
  again: 'Evaluate again',
  evaluating: 'Evaluating on the held-out rows. Integrals take some seconds, longer while it trains.',
  costs: 'Time per block, for 1\u2009000 rows',
  block: 'block',
} as const
