import { makeProgram, type Program } from '../ir/program'

/** Dead code: keeps what outputs and updates need, and every input, so that callers can always write it. */
export const dce = (program: Program): Program =>
  makeProgram(program.name, program.outputs, program.updates, program.inputs)
