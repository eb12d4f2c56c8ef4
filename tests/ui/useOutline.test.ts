import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { roundedCorner } from '#geo/ringEdits.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'
import { shiftCorner } from '#geo/sharedCorners.ts'
import { readDegrees } from '#ui/desk/plan/readDegrees.ts'
import { useOutline } from '#ui/desk/plan/useOutline.ts'

const at = (x: number, y: number): Corner => roundedCorner([114.3 + x / 1000, 30.6 + y / 1000])
const left = [at(0, 0), at(2, 0), at(2, 2), at(0, 2)]
const right: Neighbour = {
  id: 'right',
  name: 'Right',
  ring: [at(2, 0), at(4, 0), at(4, 1), at(3, 1), at(4, 2), at(2, 2)],
}

describe('an outline under edit', () => {
  it('is not done while a neighbour that is moved along crosses itself, and says which', () => {
    const edited = useOutline('border', left, [right])
    expect(edited.fault.value).toBeNull()
    // The upper shared corner goes below the notch of the other.
    edited.move(2, at(3.5, 0.5))
    expect(edited.fault.value).toEqual({ code: 'neighbourCrosses', name: 'Right' })
    expect(edited.view.value.crossings).toMatchObject([{ neighbourId: 'right' }])
    edited.undo()
    expect([edited.fault.value, edited.altered.value]).toEqual([null, []])
  })

  it('is not done where the edge that would close it crosses the others, though it is still open', () => {
    const edited = useOutline('outline', [], [])
    for (const corner of [at(0, 0), at(2, 0), at(0, 2)]) add(edited, corner)
    expect(edited.fault.value).toBeNull()
    add(edited, at(2, 2))
    expect(edited.fault.value).toEqual({ code: 'crosses', edges: [2, 4] })
    expect(edited.view.value).toMatchObject({ isDrawing: true, mayClose: true, crossings: [] })
    edited.close()
    expect(edited.view.value).toMatchObject({ isDrawing: false, mayClose: false })
    expect(edited.view.value.crossings).toHaveLength(1)
  })

  it('may cross itself as a line, needs two corners there, and is measured by its length', () => {
    const edited = useOutline('line', [at(0, 0)], [])
    expect(edited.fault.value).toEqual({ code: 'tooFew', least: 2 })
    for (const corner of [at(0, 2), at(1, 1), at(-1, 1)]) add(edited, corner)
    expect(edited.fault.value).toBeNull()
    expect(edited.view.value).toMatchObject({ isDrawing: true, mayClose: false })
    expect(edited.size.value).toBeGreaterThan(500)
    expect(edited.size.value).toBeLessThan(600)
  })

  it('shows what a finger would make of it, and only a step taken is undone', () => {
    const edited = useOutline('border', left, [right])
    edited.preview(shiftCorner(edited.outline.value, 0, at(-1, 0)))
    expect(edited.outline.value.ring[0]).toEqual(at(-1, 0))
    expect([edited.settled.value.ring, edited.canUndo.value]).toEqual([left, false])
    edited.move(0, at(-1, 0))
    expect(edited.canUndo.value).toBe(true)
    edited.undo()
    expect([edited.outline.value.ring, edited.canRedo.value]).toEqual([left, true])
  })

  it('selects no corner that an undone step has taken away', () => {
    const edited = useOutline('outline', [], [])
    for (const corner of left.slice(0, 2)) add(edited, corner)
    expect(edited.selected.value).toBe(1)
    edited.undo()
    expect(edited.selected.value).toBe(0)
    edited.undo()
    expect(edited.selected.value).toBeNull()
  })
})

function add(edited: ReturnType<typeof useOutline>, corner: Corner): void {
  const now = edited.outline.value
  edited.edit({ ...now, ring: [...now.ring, corner] }, now.ring.length)
}

describe('degrees that were typed', () => {
  it('are read with a sign of degrees, full-width figures or a comma', () => {
    expect(readDegrees(' 30.5901° ', 'lat')).toBe(30.5901)
    expect(readDegrees('１１４．３', 'lon')).toBe(114.3)
    expect(readDegrees('-0,5', 'lon')).toBe(-0.5)
  })

  it('are not read where they are none, or beyond the pole', () => {
    for (const typed of ['', 'abc', '30.1.2', '1e2', '30 N'])
      expect(readDegrees(typed, 'lat')).toBeNull()
    expect(readDegrees('114.3', 'lat')).toBeNull()
    expect(readDegrees('180.1', 'lon')).toBeNull()
  })
})
