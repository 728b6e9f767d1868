/** The page of a block. */
export const blockPage = {
  open: 'All about this block',
  forward: 'From z to x',
  now: 'With its numbers of now',
  does: 'What it does now',
  curve: 'What comes in, across, and what goes out, upwards.',
  before: 'The lattice over z as it comes into the block',
  after: 'The lattice as it leaves the block',
  lattices: 'The lattice over z as it comes in, and as it goes out.',
  when: 'When to take it',
  not: 'When not',
  cost: 'What each direction costs',
  notes: 'Good to know',
  parameters: 'Parameters after {steps}',
  steps: { one: '{count} step', other: '{count} steps' },
  range: '{shape} numbers from {from} to {to}',
  paper: 'Paper',
} as const
