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

  it('has a hole drawn inside it, refused where it lies outside, and each step is undone', () => {
    const edited = useOutline('border', left, [right])
    const whole = edited.size.value
    edited.startHole()
    expect(edited.view.value).toMatchObject({ isDrawing: true, selected: null })
    expect(edited.fault.value).toEqual({ code: 'tooFew', least: 3 })
    for (const corner of [at(0.5, 0.5), at(1.5, 0.5), at(1.5, 1.5), at(0.5, 1.5)])
      add(edited, corner)
    edited.close()
    expect(edited.fault.value).toBeNull()
    expect(edited.size.value / whole).toBeCloseTo(0.75, 3)
    edited.move(2, at(2.5, 1.5))
    expect(edited.fault.value).toEqual({ code: 'holeOutside' })
    edited.undo()
    edited.take(0)
    expect(edited.outline.value).toMatchObject({ ring: left, isClosed: true, under: 0 })
    edited.move(2, at(1, 1))
    expect(edited.fault.value).toEqual({ code: 'holeOutside' })
    for (let step = 0; step < 8; step++) edited.undo()
    expect(edited.rings.value).toEqual([left])
    expect(edited.canUndo.value).toBe(false)
  })

  it('keeps the holes it had, tells two that cross, and one that is filled is gone', () => {
    const hole = [at(0.5, 0.5), at(0.5, 1), at(1, 1), at(1, 0.5)]
    const edited = useOutline('outline', left, [], [hole])
    edited.startHole()
    for (const corner of [at(0.7, 0.7), at(1.5, 0.7), at(1.5, 1.5)]) add(edited, corner)
    edited.close()
    expect(edited.fault.value).toEqual({ code: 'holesCross' })
    edited.fillHole()
    expect([edited.rings.value, edited.fault.value]).toEqual([[left, hole], null])
  })

  it('is split by a line that moves no neighbour along, and says why it is not', () => {
    const edited = useOutline('border', left, [right])
    edited.startCut()
    add(edited, at(2, 2))
    expect(edited.fault.value).toEqual({ code: 'tooFew', least: 2 })
    add(edited, at(1, 1))
    expect(edited.fault.value).toEqual({ code: 'lineEndsInside' })
    edited.move(1, at(0, 0))
    expect([edited.fault.value, edited.altered.value]).toEqual([null, []])
    expect(edited.split.value).toMatchObject({ kept: [{ length: 3 }], made: [{ length: 3 }] })
    edited.move(0, at(2, 1))
    expect(edited.altered.value).toEqual([])
    expect(edited.split.value).toMatchObject({ neighbours: [{ ring: { length: 7 } }] })
    edited.take(0)
    expect([edited.outline.value.ring, edited.split.value]).toEqual([left, null])
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
