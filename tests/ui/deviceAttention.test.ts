import { expect, it } from 'vitest'
import type { MemberId } from '#domain/ids.ts'
import type { DeskDevice } from '#state/useDesk.ts'
import { byAttention, attentionReasonsOf } from '#ui/desk/people/deviceAttention.ts'
import { dayMs, hourMs, now } from './deskWorld.ts'

const device = (id: string, more: Partial<DeskDevice> = {}): DeskDevice => ({
  id,
  memberId: 'm' as MemberId,
  label: id,
  createdAt: now - 9 * dayMs,
  revokedAt: null,
  seenAt: now - hourMs,
  waitingChanges: 0,
  waitingPhotos: 0,
  waitingSince: null,
  ...more,
})
const says = (more: Partial<NonNullable<DeskDevice['says']>> = {}) => ({
  app: '1',
  clockOffMs: 0,
  isPersisted: true,
  isInstalled: true,
  unreadable: 0,
  ...more,
})

it('names what needs attention about a phone, and nothing about one that is well', () => {
  expect(attentionReasonsOf(device('well', { says: says() }), now)).toEqual([])
  expect(attentionReasonsOf(device('old app'), now)).toEqual([])
  expect(attentionReasonsOf(device('holds', { waitingPhotos: 1 }), now)).toEqual(['unsent'])
  expect(
    attentionReasonsOf(device('silent', { waitingChanges: 1, seenAt: now - 2 * dayMs }), now),
  ).toEqual(['unsent', 'silent'])
  expect(attentionReasonsOf(device('empty and away', { seenAt: now - 20 * dayMs }), now)).toEqual(
    [],
  )
  expect(
    attentionReasonsOf(
      device('poor', {
        says: says({ isPersisted: false, clockOffMs: -3 * hourMs, unreadable: 1 }),
      }),
      now,
    ),
  ).toEqual(['unreadable', 'clockOff', 'notPersisted'])
  expect(
    attentionReasonsOf(device('nearly right', { says: says({ clockOffMs: 60_000 }) }), now),
  ).toEqual([])
  expect(attentionReasonsOf(device('gone', { revokedAt: now, waitingChanges: 2 }), now)).toEqual([
    'revoked',
    'unsent',
  ])
})

it('puts the most urgent first, the longest waiting among equals, and the revoked last', () => {
  const shown = byAttention(
    [
      device('revoked', { revokedAt: now, waitingChanges: 9 }),
      device('well', { says: says() }),
      device('unprotected', { says: says({ isPersisted: false }) }),
      device('holds since noon', { waitingChanges: 1, waitingSince: now - hourMs }),
      device('holds since dawn', { waitingChanges: 1, waitingSince: now - 6 * hourMs }),
      device('silent', {
        waitingChanges: 1,
        waitingSince: now - 3 * dayMs,
        seenAt: now - 2 * dayMs,
      }),
    ],
    now,
  )
  expect(shown.map((each) => each.device.id)).toEqual([
    'silent',
    'holds since dawn',
    'holds since noon',
    'unprotected',
    'well',
    'revoked',
  ])
})
