import { cpuContext } from '../../use/cpuCanvas'

/** A canvas that is not in the page. */
export class Layer {
  readonly canvas = document.createElement('canvas')
  readonly context = cpuContext(this.canvas)!

  resize(width: number, height: number): void {
    this.canvas.width = width
    this.canvas.height = height
  }
}
