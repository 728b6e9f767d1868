/**
 * The loss axis: from the lowest value (the entropy included, when known) up to the 98th percentile of the curve, so
 * that the first few steps, often hundreds of nats away, do not flatten everything after them.
 */
export function lossRange(values: readonly number[], entropy: number | null): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  if (sorted.length === 0) return entropy === null ? [0, 1] : [entropy - 0.5, entropy + 1.5]
  const top = sorted[Math.min(sorted.length - 1, Math.ceil(0.98 * (sorted.length - 1)))]
  const bottom = entropy === null ? sorted[0] : Math.min(sorted[0], entropy)
  const pad = Math.max(0.08 * (top - bottom), 1e-3 * Math.max(1, Math.abs(top)))
  return [bottom - pad, top + pad]
}
