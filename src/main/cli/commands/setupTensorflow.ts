import type { Command } from 'commander'
import { placeOf } from '../../tensorflow/load'
import { setUpTensorflow, type SetupOptions } from '../../tensorflow/setup/setUp'
import { thisMachine } from '../../tensorflow/setup/machine'
import { createSteps } from '../../tensorflow/setup/steps'
import { surroundings } from '../../tensorflow/locate'
import type { Terminal } from '../terminal'

export function addSetupTensorflow(program: Command, terminal: Terminal): void {
  program
    .command('setup-tensorflow')
    .description('fetch libtensorflow from its Python wheel and build it into the project, for training on NVIDIA GPUs')
    .option('--gpu', 'with the CUDA libraries: about 3.4 GB to fetch, 6 GB on the disk')
    .option('--library <folder>', 'build upon a libtensorflow of your own: a folder with lib and include')
    .option('--python <program>', 'the Python whose pip fetches the wheel')
    .option('--force', 'build anew what is there and works')
    .action(async (options: SetupOptions) => {
      const steps = createSteps(
        (line) => {
          terminal.err(line + '\n')
        },
        () => performance.now(),
      )
      const place = { ...surroundings(), date: () => new Date().toISOString() }
      const installed = await setUpTensorflow(options, thisMachine(), place, steps)
      terminal.out(`${placeOf(installed)}: ${installed.module}\n`)
    })
}
