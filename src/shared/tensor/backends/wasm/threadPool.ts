/** Worker threads that run a compiled program beside the caller's thread. A host supplies them. */
export interface ThreadPool {
  /** Threads that can run together, the caller's included. */
  readonly threads: number
  /**
   * Hands the program to the first `threads − 1` workers; resolves when each has an instance. A program may be loaded
   * more than once, with other numbers of threads. Rejects when the pool has failed or the program asks for too many.
   */
  load(program: SharedProgram): Promise<ThreadedProgram>
  /** Ends the workers. Programs must not be run afterwards. */
  dispose(): Promise<void>
}

/**
 * A compiled module over shared memory. It imports `env.memory` and exports the `run(thread)` of `addRun`, which threads
 * call with their own number. The first bytes of the memory belong to the threads, see `syncBytes`.
 */
export interface SharedProgram {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** The caller's own. */
  readonly instance: WebAssembly.Instance
  readonly threads: number
}

export interface ThreadedProgram {
  /**
   * Runs so many phases and returns when they are over. Thread 0 is the caller's; the others take part as soon as they
   * can, and one that comes too late does no harm. Throws what a thread failed with; the program cannot run again after
   * that, others can.
   */
  run(phases: number): void
  /** As `run`, but without the caller's thread, which joins the others with `finish`. */
  begin(phases: number): void
  finish(): void
  /** Lets the workers forget it. */
  dispose(): void
}
