/** Seconds that a replay of a whole run takes, whatever the number of its snapshots. */
const SECONDS = 12
/** Milliseconds that a snapshot stays at least, to be seen, and at most, not to bore. */
const LEAST = 60
const MOST = 400

/** Milliseconds from one snapshot to the next, the same for all of a replay. */
export const replayPause = (snapshots: number): number =>
  Math.min(MOST, Math.max(LEAST, (1000 * SECONDS) / Math.max(1, snapshots)))
