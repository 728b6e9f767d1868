import { expect } from 'vitest'
import { processTerminal } from '../../../src/main/cli/terminal'
import { runCommand } from '../../../src/main/cli/program'

export interface Finished {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, on the real disk. */
export async function run(...argv: readonly string[]): Promise<Finished> {
  let [out, err] = ['', '']
  const status = await runCommand(argv, {
    ...processTerminal,
    interactive: false,
    out: (text) => (out += text),
    err: (text) => (err += text),
  })
  return { status, out, err }
}

/** What a command prints; fails with what it said if it did not succeed. */
export async function succeed(...argv: readonly string[]): Promise<string> {
  const { status, out, err } = await run(...argv)
  expect(status, err).toBe(0)
  return out
}
