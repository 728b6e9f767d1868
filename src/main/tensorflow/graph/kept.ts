import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

/** Programs that are kept compiled; the oldest go first. */
const MOST_KEPT = 200

/**
 * Has XLA keep in a folder what it compiles, and find it there again: only on processors of the same model, since it is
 * machine code, and with the same flags, which it does not compare. libtensorflow reads of it when it first compiles. Does nothing where the folder cannot be written.
 */
export function keepCompiled(folder: string): void {
  const model = cpus()[0]?.model ?? 'unknown'
  const flags = process.env['XLA_FLAGS'] ?? ''
  const own = join(
    folder,
    `${process.arch} ${model} ${flags}`
      .trim()
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 200),
  )
  try {
    mkdirSync(own, { recursive: true })
    const files = readdirSync(own).map((name) => ({ path: join(own, name), time: statSync(join(own, name)).mtimeMs }))
    for (const { path } of files.sort((a, b) => b.time - a.time).slice(MOST_KEPT)) rmSync(path)
  } catch {
    return // compiling takes its time then
  }
  process.env['TF_XLA_FLAGS'] ??= `--tf_xla_persistent_cache_directory=${own}`
}
