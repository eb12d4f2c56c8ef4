import { describe, expect, it } from 'vitest'
import type { MemberId } from '#domain/ids.ts'
import { endOfDay } from '#domain/workCalendar.ts'
import type { DeskDevice } from '#state/useDesk.ts'
import { deskKeyOf, stepKeys } from '#ui/desk/list/deskKeys.ts'
import { dueFromInput, dueInputOf } from '#ui/desk/reports/dueInput.ts'
import { correctionOf, withType } from '#kinds/hazard/grading.ts'
import { devicesWaiting, photoHolder } from '#ui/desk/list/photoHolder.ts'
import { rowWindow } from '#ui/desk/reports/rowWindow.ts'

const press = (key: string, more = {}) =>
  deskKeyOf({ key, hasModifier: false, isTaken: false, isOnControl: false, ...more })

describe('keys of the desk', () => {
  it('move, open and decide', () => {
    expect(press('j')).toEqual({ act: 'down' })
    expect(press('Enter')).toEqual({ act: 'open' })
    expect(press('c')).toEqual({ act: 'step', step: 'close' })
    expect(press('q')).toBeNull()
  })

  it('do nothing while somebody types or with a modifier', () => {
    expect(press('a', { isTaken: true })).toBeNull()
    expect(press('a', { hasModifier: true })).toBeNull()
  })

  it('undo by a key of the desk and by that of the system, which a field keeps for its own words', () => {
    expect(press('z')).toEqual({ act: 'undo' })
    expect(press('z', { hasModifier: true, isUndo: true })).toEqual({ act: 'undo' })
    expect(press('z', { hasModifier: true })).toBeNull()
    expect(press('z', { hasModifier: true, isUndo: true, isTaken: true })).toBeNull()
  })

  it('leave Enter and the arrows to a button or link that has them', () => {
    expect(press('Enter', { isOnControl: true })).toBeNull()
    expect(press('j', { isOnControl: true })).toEqual({ act: 'down' })
  })

  it('choose by number what a form suggests', () => {
    expect(press('2')).toEqual({ act: 'pick', nth: 2 })
    expect(press('0')).toBeNull()
    expect(press('2', { isTaken: true })).toBeNull()
  })

  it('are different for every step', () => {
    const keys = Object.values(stepKeys)
    expect(new Set([...keys, 'j', 'k', 'x', 'z']).size).toBe(keys.length + 4)
  })
})

describe('a due time in a field', () => {
  it('writes the end of a day as 23:59 of that day and reads it back', () => {
    const end = endOfDay('2026-11-20')
    expect(dueInputOf(end)).toBe('2026-11-20T23:59')
    expect(dueFromInput('2026-11-20T23:59')).toBe(end)
  })

  it('keeps other times to the minute and refuses what is no time', () => {
    const at = Date.UTC(2026, 10, 20, 10, 30)
    expect(dueInputOf(at)).toBe('2026-11-20T18:30')
    expect(dueFromInput('2026-11-20T18:30')).toBe(at)
    expect(dueFromInput('')).toBeNull()
  })
})

describe('a correction while accepting', () => {
  it('names only what differs, and nothing when nothing does', () => {
    const body = { type: 'light_out', severity: 'minor', tier: 2 }
    expect(correctionOf(body, { type: 'light_out', severity: 'major', tier: 2 })).toEqual({
      'body.severity': 'major',
    })
    expect(correctionOf(body, { type: 'light_out', severity: 'minor', tier: 2 })).toBeUndefined()
  })

  it('takes severity and tier along with another type', () => {
    expect(withType('flying_wire_charging')).toEqual({
      type: 'flying_wire_charging',
      severity: 'major',
      tier: 2,
    })
  })
})

describe('rows of a long list', () => {
  it('are drawn where they are seen, with room for the rest', () => {
    const seen = rowWindow(10_000, 44, 44_000, 880)
    expect(seen.from).toBe(988)
    expect(seen.to).toBe(1032)
    expect(seen.abovePx + (seen.to - seen.from) * 44 + seen.belowPx).toBe(440_000)
  })

  it('are all drawn when there are few', () => {
    expect(rowWindow(3, 44, 0, 880)).toEqual({ from: 0, to: 3, abovePx: 0, belowPx: 0 })
  })
})

const deviceOf = (id: string, patch: Partial<DeskDevice>): DeskDevice => ({
  id,
  memberId: 'm' as MemberId,
  label: id,
  createdAt: 0,
  revokedAt: null,
  seenAt: 1,
  waitingChanges: 0,
  waitingPhotos: 0,
  waitingSince: null,
  ...patch,
})

describe('phones that hold unsent work', () => {
  it('are named by who still has photos, not by who was heard of last', () => {
    const holder = deviceOf('old', { waitingPhotos: 2, seenAt: 5 })
    expect(photoHolder([deviceOf('new', { seenAt: 9 }), holder], 'm' as MemberId)).toBe(holder)
    expect(photoHolder([deviceOf('gone', { revokedAt: 1 })], 'm' as MemberId)).toBeNull()
  })

  it('are listed with the longest silent first', () => {
    const devices = [
      deviceOf('a', { waitingChanges: 1, seenAt: 9 }),
      deviceOf('b', { waitingPhotos: 1, seenAt: 2 }),
      deviceOf('c', {}),
    ]
    expect(devicesWaiting(devices).map((device) => device.id)).toEqual(['b', 'a'])
  })
})
