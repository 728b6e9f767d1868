/** Orders that are carried out one after the other, in the sequence in which they came. */
export class Orders {
  #last: Promise<unknown> = Promise.resolve()

  /** Carries it out when all before are done, failed ones too; answers what it answers. */
  give<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.#last.then(deed)
    this.#last = done.catch(() => undefined) // the next order does not suffer from this one's failure
    return done
  }

  /** Resolves when the last order given so far is done. */
  async settled(): Promise<void> {
    await this.#last
  }
}
