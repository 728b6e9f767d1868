import { describe, expect, it } from 'vitest'
import { fittingTabs, lineOf } from '../../../src/renderer/views/tabFit'

const widths = [50, 60, 40, 45, 55, 100]
const [GAP, MENU] = [16, 60]

describe('tabs that fit', () => {
  it('are all of them where there is room, without a place kept for the menu', () => {
    const room = lineOf([0, 1, 2, 3, 4, 5], widths, GAP)
    expect(fittingTabs(widths, GAP, room, MENU, 3)).toEqual([0, 1, 2, 3, 4, 5])
    expect(fittingTabs(widths, GAP, room - 1, MENU, 3)).toEqual([0, 1, 2, 3, 4])
  })

  it('take no more than the room, with the menu, for every room and choice', () => {
    for (let room = 200; room < 450; room++) {
      for (let chosen = 0; chosen < widths.length; chosen++) {
        const shown = fittingTabs(widths, GAP, room, MENU, chosen)
        const menu = shown.length < widths.length ? GAP + MENU : 0
        expect(lineOf(shown, widths, GAP) + menu).toBeLessThanOrEqual(room)
        expect(shown).toContain(chosen)
      }
    }
  })

  it('is the chosen one alone where there is hardly any room', () => {
    expect(fittingTabs(widths, GAP, 10, MENU, 4)).toEqual([4])
  })
})
