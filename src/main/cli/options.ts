import { availableParallelism } from 'node:os'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { EngineSettings } from '@shared/rpc/protocol'

/** Where and how to compute; what is absent is chosen. */
export type MachineOptions = Partial<EngineSettings>

/** `--backend`, `--precision` and `--threads` of a command whose usual precision is this. */
export function addMachineOptions(command: Command, usually: EngineSettings['precision']): Command {
  const exact = 'float64 takes about twice as long as float32'
  return command
    .option('--backend <name>', 'where to compute; "diffeo backends" lists them; "auto" unless told')
    .addOption(new Option('--precision <type>', `${usually} unless told; ${exact}`).choices(['float32', 'float64']))
    .option('--threads <number>', 'threads to compute on, or "auto": as many as are fastest', threadCount)
}

function threadCount(text: string): EngineSettings['threads'] {
  if (text === 'auto') return text
  const cores = availableParallelism()
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > cores)
    throw new InvalidArgumentError(`Expected "auto" or a whole number from 1 to ${cores} (processors), got "${text}".`)
  return value
}

/** A parser of whole numbers in a range, for commander. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}, got "${text}".`)
    return value
  }

/** A parser of finite numbers. */
export function finiteNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`Expected a number, got "${text}".`)
  return value
}

export const seed = wholeNumber(0, 0xffffffff)
export const rowCount = wholeNumber(1, 10_000_000)
