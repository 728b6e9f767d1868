import { blockEntry } from '@shared/catalogue/registry'
import { useEngineStore } from '../stores/engineStore'
import { t } from '../strings/t'

/** What a trained density is to expect of a fresh block of a type; null where that leaves it as it is. */
export function useFreshWarning(): (type: string) => string | null {
  const engine = useEngineStore()
  return (type) => {
    const entry = blockEntry(type)
    if (!entry || entry.startsAsIdentity || engine.status.step === 0) return null
    return t(entry.setByData ? 'edits.fresh.setByData' : 'edits.fresh.changes')
  }
}
