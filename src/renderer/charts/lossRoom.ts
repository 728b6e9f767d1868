/** Pixels beside the plot of the loss: its axis on the left, the curves' names on the right. */
export const LOSS_ROOM = { left: 48, right: 84 }
