import { computed, shallowRef } from 'vue'
import { wordsOf } from '../strings/said'

export type Answer<T> =
  | { readonly kind: 'asked' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'told'; readonly told: T }

/** The answer to a question that may be asked again before it is answered: the newest counts, and until then the last stands. */
export function useAnswer<T>(question: () => Promise<T>) {
  const answer = shallowRef<Answer<T>>({ kind: 'asked' })
  /** Whether what stands answers an earlier question. */
  const stale = shallowRef(false)
  let asked = 0

  async function ask(): Promise<void> {
    const mine = ++asked
    stale.value = true
    let next: Answer<T>
    try {
      next = { kind: 'told', told: await question() }
    } catch (error) {
      next = { kind: 'failed', message: wordsOf(error) }
    }
    if (mine !== asked) return
    answer.value = next
    stale.value = false
  }
  /** Also what is on its way is heard no more. */
  function forget(): void {
    asked++
    answer.value = { kind: 'asked' }
  }
  const told = computed(() => (answer.value.kind === 'told' ? answer.value.told : null))
  return { answer, stale, told, ask, forget }
}
