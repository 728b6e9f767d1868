/** Room around a picture for its axes, in CSS pixels; the style sheets of the stages use the same. */
export const MARGIN = { left: 48, right: 16, top: 28, bottom: 32 } as const

/** Depth of a band for a marginal beside a picture; four pixels lie between the two. */
export const BAND = 36
