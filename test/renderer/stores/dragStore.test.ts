// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useDragStore } from '../../../src/renderer/stores/dragStore'
import type { Subject } from '../../../src/renderer/stores/dragStore'

const subject: Subject = { kind: 'new', type: 'affine' }
const drop = vi.fn()
let drags: ReturnType<typeof useDragStore>

const at = (type: string, x: number, y = 0) => new PointerEvent(type, { clientX: x, clientY: y, button: 0 })

function press(): void {
  const element = document.createElement('div')
  element.addEventListener('pointerdown', (event) => {
    drags.press(event, subject)
  })
  element.dispatchEvent(at('pointerdown', 0))
}

beforeEach(() => {
  setActivePinia(createPinia())
  drop.mockReset()
  drags = useDragStore()
  // Everything right of x = 100 is the canvas.
  drags.setTarget({
    locate: ({ pointer }) => (pointer.x > 100 ? { index: Math.floor(pointer.y / 10), into: null } : null),
    drop,
  })
})

describe('a drag', () => {
  it('begins only once the pointer has moved, so that a click stays a click', () => {
    press()
    window.dispatchEvent(at('pointermove', 2))
    expect(drags.active).toBe(false)
    window.dispatchEvent(at('pointerup', 2))
    expect(drop).not.toHaveBeenCalled()
  })

  it('follows the pointer and drops where it was let go', () => {
    press()
    window.dispatchEvent(at('pointermove', 120, 35))
    expect(drags.drag?.spot?.index).toBe(3)
    window.dispatchEvent(at('pointerup', 140, 52))
    expect(drop).toHaveBeenCalledWith(subject, { index: 5, into: null })
    expect(drags.active).toBe(false)
  })

  it('does nothing when it ends outside of the canvas', () => {
    press()
    window.dispatchEvent(at('pointermove', 120, 35))
    window.dispatchEvent(at('pointerup', 50, 35))
    expect(drop).not.toHaveBeenCalled()
  })

  it('leaves the neighbours where they are while Alt is held', () => {
    press()
    window.dispatchEvent(at('pointermove', 120, 35))
    expect(drags.drag?.still).toBe(false)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Alt' }))
    expect(drags.drag).toMatchObject({ still: true, spot: { index: 3 } })
    window.dispatchEvent(new KeyboardEvent('keyup', { key: 'Alt' }))
    expect(drags.drag?.still).toBe(false)
  })

  it('is called off by Escape', () => {
    press()
    window.dispatchEvent(at('pointermove', 120, 35))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(drags.active).toBe(false)
    window.dispatchEvent(at('pointerup', 140, 52))
    expect(drop).not.toHaveBeenCalled()
  })
})
