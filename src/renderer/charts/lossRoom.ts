/** Pixels beside the plot of the loss: its axis on the left, the curves' names on the right, and before them a second axis. */
export const LOSS_ROOM = { left: 48, right: 90, second: 44 }
