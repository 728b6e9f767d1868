import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { paths } from '../../paths'
import type { Machine } from './machine'
import type { Pip, Wheel } from './pip'

const Unpacked = z.object({ files: z.array(z.string()), bytes: z.number(), requires: z.array(z.string()) })
export type Unpacked = z.infer<typeof Unpacked>

/** What to take out of a wheel: by the beginning of a path there, what to put in its place. */
export interface Selection {
  readonly take: Readonly<Record<string, string>>
  /** C headers with all that they include, below `from` in the wheel, to `to`. */
  readonly headers?: { readonly from: string; readonly to: string; readonly names: readonly string[] }
}

/** Takes files out of a wheel by Python's own zip reader. Throws a sentence when the wheel is damaged or the disk full. */
export async function unpackWheel(
  machine: Machine,
  { python }: Pip,
  { path }: Wheel,
  target: string,
  { take, headers }: Selection,
): Promise<Unpacked> {
  const args = [join(paths.resources, 'setup', 'unpack_wheel.py'), path, target]
  args.push('--take', ...Object.entries(take).map((pair) => pair.join('=')))
  if (headers) args.push('--headers', `${headers.from}=${headers.to}`, ...headers.names)
  const { code, out, err } = await machine.run(python, args)
  if (code === 0) return Unpacked.parse(JSON.parse(out))
  if (/No space left|Errno 28/.test(err)) throw new Error(`The disk is full: ${path} could not be unpacked.`)
  if (/BadZipFile|zlib\.error|EOFError/.test(err)) {
    await rm(path)
    throw new Error(`${basename(path)} arrived damaged and was removed. Run the setup again.`)
  }
  throw new Error(`${path} could not be unpacked: ${err.trim().split('\n').at(-1) ?? ''}`)
}
