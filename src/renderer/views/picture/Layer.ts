import { cpuContext } from '../../use/cpuCanvas'

/** Side of the checks that mark what is no number, in pixels. */
const CHECK = 6

/** A canvas that is not in the page. */
export class Layer {
  readonly canvas = document.createElement('canvas')
  readonly context = cpuContext(this.canvas)!

  resize(width: number, height: number): void {
    this.canvas.width = width
    this.canvas.height = height
  }
}

/** The pattern of what is no number. */
export function checks(context: CanvasRenderingContext2D): CanvasPattern {
  const check = new Layer()
  check.resize(2 * CHECK, 2 * CHECK)
  check.context.fillStyle = 'rgb(89 89 89)'
  check.context.fillRect(0, 0, 2 * CHECK, 2 * CHECK)
  check.context.fillStyle = 'rgb(140 140 140)'
  check.context.fillRect(0, 0, CHECK, CHECK)
  check.context.fillRect(CHECK, CHECK, CHECK, CHECK)
  return context.createPattern(check.canvas, 'repeat')!
}
