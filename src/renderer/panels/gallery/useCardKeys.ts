import { computed, nextTick, shallowRef, type Ref } from 'vue'

/**
 * Arrow keys among cards in rows: one of them takes Tab, left and right go to its neighbours, up and down to the row above and
 * below, Home and End to the first and last. `list` has a card per child, each with a button first.
 */
export function useCardKeys(list: Readonly<Ref<HTMLElement | null>>, count: () => number) {
  const reached = shallowRef(0)
  const current = computed(() => Math.min(reached.value, Math.max(0, count() - 1)))

  async function go(to: number): Promise<void> {
    reached.value = Math.max(0, Math.min(count() - 1, to))
    await nextTick()
    const card = list.value?.children[reached.value]
    card?.querySelector('button')?.focus()
    card?.scrollIntoView({ block: 'nearest' })
  }

  /** How many cards stand side by side. */
  function across(): number {
    const tops = [...(list.value?.children ?? [])].map((card) => card.getBoundingClientRect().top)
    const next = tops.findIndex((top) => top > tops[0])
    return next === -1 ? Math.max(1, tops.length) : next
  }

  function onKey(event: KeyboardEvent): void {
    const at = current.value
    const goals: Readonly<Record<string, () => number>> = {
      ArrowRight: () => at + 1,
      ArrowLeft: () => at - 1,
      ArrowDown: () => (at + across() < count() ? at + across() : at),
      ArrowUp: () => (at >= across() ? at - across() : at),
      Home: () => 0,
      End: () => count() - 1,
    }
    const goal = Object.hasOwn(goals, event.key) ? goals[event.key]() : null
    if (goal === null) return
    event.preventDefault()
    void go(goal)
  }

  return {
    current,
    reach: (card: number) => (reached.value = card),
    /** Puts the focus on the card that Tab would take. */
    enter: () => void go(current.value),
    onKey,
  }
}
