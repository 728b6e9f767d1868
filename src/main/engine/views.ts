import { RpcFailure } from '@shared/rpc/failure'
import type { View } from '@shared/rpc/protocol'

/** The engine watches one set of views; this makes it of the sets of several windows, under ids of its own. */
export interface Views {
  /** Replaces the views of one owner. Throws when all owners together would watch more than the engine takes. */
  watch(owner: object, views: readonly View[]): void
  drop(owner: object): void
  /** All views, as the engine is to know them. */
  all(): View[]
  /** Who asked for an engine's view, and what they call it. */
  find(engineId: string): { readonly owner: object; readonly id: string } | undefined
  /** What the engine calls a view of this owner. */
  engineId(owner: object, id: string): string | undefined
}

const MAX_VIEWS = 16

export function createViews(): Views {
  /** By the engine's id, in the order they were first watched. */
  let entries = new Map<string, { readonly owner: object; readonly view: View }>()
  let next = 1

  const engineId = (owner: object, id: string) => {
    for (const [key, entry] of entries) if (entry.owner === owner && entry.view.id === id) return key
    return undefined
  }

  return {
    watch(owner, views) {
      const others = [...entries].filter(([, entry]) => entry.owner !== owner)
      if (others.length + views.length > MAX_VIEWS) {
        throw new RpcFailure(
          `${others.length + views.length} views would be watched, expected at most ${MAX_VIEWS}. Close another window of Diffeo.`,
        )
      }
      // A view that was watched before keeps its id, so that its credit is not lost.
      const own = views.map((view) => [engineId(owner, view.id) ?? `v${next++}`, { owner, view }] as const)
      entries = new Map([...others, ...own])
    },
    drop(owner) {
      entries = new Map([...entries].filter(([, entry]) => entry.owner !== owner))
    },
    all: () => [...entries].map(([id, { view }]) => ({ ...view, id })),
    find(key) {
      const entry = entries.get(key)
      return entry && { owner: entry.owner, id: entry.view.id }
    },
    engineId,
  }
}
