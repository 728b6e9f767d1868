import type { Command } from './command'
import { editCommands } from './edit'
import { fileCommands } from './file'
import { helpCommands } from './help'
import { pictureCommands } from './picture'
import { stackCommands } from './stack'
import { trainingCommands } from './training'
import { viewCommands } from './view'

/** Every command there is, in the order in which lists show them. */
export const allCommands = (): readonly Command[] => [
  ...fileCommands(),
  ...editCommands(),
  ...stackCommands(),
  ...trainingCommands(),
  ...viewCommands(),
  ...pictureCommands(),
  ...helpCommands(),
]
