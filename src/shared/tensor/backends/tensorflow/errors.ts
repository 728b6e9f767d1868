/** TensorFlow's own words, without what is for its developers: stacks, hints at flags, graph positions, repetitions. */
export function shortened(message: string): string {
  const [first] = message
    .replace(/^(Session fail to run with error|Failed to load SavedModel): /, '')
    .replace(/ on \/job:\S+( by allocator \S+)?/, '')
    .replace(/^\d+ root error\(s\) found\.\s*\(0\) /, '')
    .split(/\n|\t ?\[\[|\s\[\[/)
  return first.length > MOST ? `${first.slice(0, MOST)}…` : first.trim()
}

const MOST = 300

/** An error of TensorFlow's with the program's name in front. */
export const named = (program: string, error: unknown): Error =>
  new Error(`"${program}": ${shortened(error instanceof Error ? error.message : String(error))}`, { cause: error })
