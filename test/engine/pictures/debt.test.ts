import { describe, expect, it } from 'vitest'
import { PictureDebt } from '@shared/engine/pictures/debt'

describe('what pictures owe to training', () => {
  it('is six times what they took, up to a tenth of a second', () => {
    const debt = new PictureDebt()
    debt.begin(0)
    debt.pictured(5, 1000, true)
    debt.trained(29)
    expect(debt.settled).toBe(false)
    debt.trained(1)
    expect(debt.settled).toBe(true)
    debt.pictured(400, 2000, true)
    debt.trained(99)
    expect(debt.settled).toBe(false)
    debt.trained(1)
    expect(debt.settled).toBe(true)
  })

  it('is nothing at rest, nor just after training was set going', () => {
    const debt = new PictureDebt()
    debt.pictured(5, 1000, false)
    expect(debt.settled).toBe(true)
    debt.pictured(5, 2000, true)
    expect(debt.settled).toBe(false)
    debt.begin(2000)
    expect(debt.settled).toBe(true)
    debt.pictured(5, 2100, true)
    expect(debt.settled).toBe(true)
    debt.pictured(5, 2200, true)
    expect(debt.settled).toBe(false)
  })
})
