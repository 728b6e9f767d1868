import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'

/** Traces ln p̃(x) → [B] of x [B, D] in the flow's units, nats: the target's density but for its constant, ∫p̃ = Z. */
export type TraceTarget = (b: Builder, x: Node) => Node
