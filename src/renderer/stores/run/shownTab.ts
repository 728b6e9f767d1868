import { shallowRef, type ShallowRef } from 'vue'
import { nonePutBy, type Attached, type PutByList } from '@shared/rpc/protocol'
import type { Calls } from './calls'
import type { Hearing } from './hearing'
import type { Notice } from './notice'

export interface ShownTabOptions {
  readonly calls: Calls
  readonly notice: ShallowRef<Notice | null>
  /** What was shown is left. */
  clear(): void
  /** All that the engine holds of what is shown now. */
  take(attached: Attached): void
}

/** Which tab the engine shows, and what it holds of the others. */
export function shownTab({ calls, notice, clear, take }: ShownTabOptions) {
  /** What the engine holds of tabs that are not shown. */
  const putBy = shallowRef<PutByList>(nonePutBy)
  /** The tab that the engine was last brought to. */
  let tab: string | null = null

  function takeAll(attached: Attached): void {
    putBy.value = attached.putBy
    take(attached)
  }

  /** Takes up what the engine holds of the tab, if it is there. */
  async function attach(): Promise<Attached | null> {
    const attached = await (tab === null ? calls.order('attach', {}) : calls.order('turnTo', { tab }))
    if (attached === undefined) return null
    takeAll(attached)
    return attached
  }

  /**
   * Shows what the engine holds of a tab; the run of the one before goes on out of sight. Answers whether the tab is there,
   * and still the one asked for last.
   */
  async function turnTo(next: string): Promise<boolean> {
    tab = next
    clear()
    notice.value = null
    const attached = await calls.order('turnTo', { tab: next })
    if (attached === undefined || tab !== next) return false
    takeAll(attached)
    return true
  }

  const letGo = async (gone: string): Promise<void> => {
    await calls.order('letGo', { tab: gone })
  }

  /** Nothing that the engine holds of this tab is of what is on the screen. What it said of that stays. */
  async function forget(): Promise<void> {
    if (tab === null) return
    const said = notice.value
    void letGo(tab)
    const turned = turnTo(tab)
    notice.value = said
    await turned
  }

  const hearing: Hearing<'put-by'> = {
    'put-by'(event) {
      putBy.value = event.putBy
    },
  }

  return { exposed: { putBy, turnTo, letGo, forget }, attach, hearing }
}
