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
 * A compiled module over shared memory. It imports `env.memory` and exports `run(thread)` without a result, which every
 * thread calls with its own number. The first `SYNC_BYTES` of the memory belong to the threads (`barrier.ts`): a module
 * that keeps its threads in step with that barrier, and leaves `run` where the barrier says so, never hangs when one of
 * them fails.
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
   * Calls `run(thread)` on every thread, thread 0 here, and returns when thread 0's has returned. The module's own
   * barriers keep threads in step, and its last one is passed only when all are done with the memory. Throws what a
   * thread failed with; the program cannot run again after that, others can.
   */
  run(): void
  /** Lets the workers forget it. */
  dispose(): void
}
