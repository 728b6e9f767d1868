import { TextDecoder } from 'node:util'
import { CommandFailure } from './failure'
import type { Terminal } from './terminal'

/** Larger than any document or model with its data inside. */
const MAX_TEXT_BYTES = 400 * 1024 * 1024

/** A file as UTF-8 text; anything else is refused. */
export async function readText(terminal: Terminal, path: string): Promise<string> {
  const bytes = await terminal.read(path)
  if (bytes.length > MAX_TEXT_BYTES)
    throw new CommandFailure(`${path}: ${bytes.length} bytes is too large for a document or a model.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CommandFailure(`${path}: not UTF-8 text, expected a JSON document or model.`)
  }
}
