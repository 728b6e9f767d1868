/** Says what is being done and, when it is, what came of it and how long it took. */
export interface Steps {
  note(text: string): void
  /** `detail` says what is worth telling of the answer: a size, a version. */
  step<T>(title: string, work: () => Promise<T>, detail?: (answer: T) => string): Promise<T>
}

export function createSteps(write: (line: string) => void, now: () => number): Steps {
  return {
    note: write,
    async step(title, work, detail = () => '') {
      write(`${title} …`)
      const start = now()
      const answer = await work()
      const told = detail(answer)
      write(`  ${told === '' ? 'done' : told}, ${((now() - start) / 1000).toFixed(1)} s`)
      return answer
    },
  }
}

/** In decimal units, as disks and downloads are sold. */
export const showBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`
