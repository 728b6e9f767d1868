import type { Outcome } from '../document/issue'
import { RpcFailure } from '../rpc/failure'

/** The value, or an `RpcFailure` that says the first issue in words and carries them all. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  const [first] = outcome.issues
  throw new RpcFailure(first?.message ?? 'internal: a failure without an issue', outcome.issues)
}
