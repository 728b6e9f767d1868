import type { Issue, Outcome } from '@shared/document/issue'

/** A command that cannot go on because of what it was given. The message is one clear line for the person. */
export class CommandFailure extends Error {}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The first issue in words, and how many more there are. */
export function showIssues(issues: readonly Issue[]): string {
  const [first, ...others] = issues.filter(({ severity }) => severity === 'error')
  if (!first) return 'Something went wrong.'
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const place = first.path === '' || first.message.includes(first.path) ? '' : `${first.path}: `
  return oneLine(`${place}${first.message}${more}`)
}

/** The value, or a failure that says where it came from. */
export function demand<T>(outcome: Outcome<T>, source: string): T {
  if (outcome.ok) return outcome.value
  throw new CommandFailure(`${source}: ${showIssues(outcome.issues)}`)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, a file is needed',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of the path is not a folder',
  EROFS: 'the disk is read-only',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB',
}

/** What to print for anything thrown: a person's mistakes in plain words, our own with their stack. */
export function explain(error: unknown): string {
  if (error instanceof CommandFailure) return error.message
  if (error instanceof Error) {
    const { code, path } = error as NodeJS.ErrnoException
    const reason = code === undefined ? undefined : reasons[code]
    if (reason !== undefined) return `${path ?? 'file'}: ${reason}.`
    return error.message.startsWith('internal:') ? (error.stack ?? error.message) : oneLine(error.message)
  }
  return String(error)
}
