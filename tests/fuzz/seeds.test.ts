// Stories that once did not end well, as short as they got, each with what was wrong.
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type FuzzServer, openFuzzServer } from './fuzzServer.ts'
import { play } from './play.ts'

describe('a story that once ended badly ends well', () => {
  let server: FuzzServer
  beforeAll(async () => (server = await openFuzzServer()))
  afterAll(() => server.close())

  it('a phone that died on its first contact did not know of which database its rows were, and kept them after a restore', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'copyDatabase' },
        { do: 'setActive', member: 0, isActive: false },
        { do: 'syncAndDie', phone: 1, write: 1 },
        { do: 'putBackDatabase', withPhotos: false },
        { do: 'serverClock', hours: -1 },
      ],
    }))

  it('a row of the database before a restore was newer, by its number, than the same row after it, and stayed', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'copyDatabase' },
        { do: 'setActive', member: 0, isActive: false },
        { do: 'sendPlainly', phone: 1 },
        { do: 'putBackDatabase', withPhotos: true },
      ],
    }))

  it('a phone whose work somebody else deposited after a restore took its old cursors for new ones', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'copyDatabase' },
        { do: 'setActive', member: 0, isActive: false },
        { do: 'sendPlainly', phone: 1 },
        { do: 'putBackDatabase', withPhotos: true },
        { do: 'deposit', phone: 1 },
      ],
    }))

  it('a change whose bare envelope came first was decided again at each delivery of its content', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 1, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'sync', phone: 1, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'copyAway' },
        { do: 'putBackDatabase', withPhotos: false },
        { do: 'syncAndDie', phone: 1, write: 3 },
        { do: 'together' },
      ],
    }))

  it('the bare envelope of a change that was in, its answer lost, was taken for another change and parked', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'sync', phone: 3, trouble: 'none', call: 0, meanwhile: [], isSlow: false },
        { do: 'sendPlainly', phone: 0 },
        { do: 'syncAndDie', phone: 3, write: 1 },
        { do: 'edit', phone: 3, report: 0, field: 'note' },
        {
          do: 'sync',
          phone: 3,
          trouble: 'nodeDiesAfterCommit',
          call: 0,
          meanwhile: [],
          isSlow: false,
        },
        { do: 'sync', phone: 3, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'putBackPhone', phone: 0 },
      ],
    }))

  it('a change of which only the bare envelope had arrived was called backed up, and its content was never offered again', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 1, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'sync', phone: 1, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'copyAway' },
        { do: 'step', phone: 3, report: 0, step: 0 },
      ],
    }))

  it('what went from the phone a month after it was backed up was taken for a loss', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'sendPlainly', phone: 0 },
        { do: 'copyAway' },
        { do: 'together' },
        { do: 'phoneClock', phone: 0, days: 1100 },
        { do: 'together' },
        { do: 'saveFormAndDie', phone: 0, page: 0, write: 0 },
      ],
    }))

  it('two copies of a phone saved the same form with other words, and the words of the second counted as a change decided twice', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
        { do: 'clonePhone', phone: 0 },
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'type', phone: 0, page: 1, report: null, field: 'note', isAwaited: false },
          ],
          isSlow: false,
        },
        { do: 'saveForm', phone: 0, page: 1, report: 0, meanwhile: 'nothing' },
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [{ do: 'saveForm', phone: 2, page: 0, report: null, meanwhile: 'nothing' }],
          isSlow: false,
        },
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [0], isLong: false },
      ],
    }))

  it('a body that was held back rested until a clock that had been put back came to that hour again', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'sync', phone: 0, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'phoneClock', phone: 0, days: -3650 },
        { do: 'step', phone: 0, report: 0, step: 0 },
      ],
    }))

  it('peace ended before the hour had passed after which a body is offered again', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: true },
        { do: 'sync', phone: 0, trouble: 'smallProxy', call: 0, meanwhile: [], isSlow: false },
        { do: 'serverClock', hours: -1 },
        { do: 'sendPlainly', phone: 0 },
      ],
    }))

  it('a phone was put back to before it saved, and its bare envelope alone was taken for its change', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'copyPhone', phone: 1 },
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'capture', phone: 1, kind: 'hazard', grid: 0, photos: [], isLong: false },
          ],
          isSlow: false,
        },
        { do: 'sync', phone: 3, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'putBackPhone', phone: 3 },
        { do: 'phoneClock', phone: 0, days: -3650 },
      ],
    }))

  it('a photo that a restore brought from the backup was not told to the record that waited for it', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [2], isLong: false },
        {
          do: 'sync',
          phone: 0,
          trouble: 'nodeDiesAfterCommit',
          call: 0,
          meanwhile: [],
          isSlow: false,
        },
        { do: 'copyDatabase' },
        { do: 'together' },
        { do: 'copyAway' },
        { do: 'putBackDatabase', withPhotos: false },
        { do: 'edit', phone: 0, report: 0, field: 'note' },
      ],
    }))

  it('a step that was undone on one copy of a phone, and sent by the other, was taken for an undo without effect', () =>
    play(server, {
      cast: 0,
      acts: [
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [0], isLong: false },
          ],
          isSlow: false,
        },
        { do: 'step', phone: 0, report: 0, step: 0 },
        { do: 'clonePhone', phone: 0 },
        { do: 'takeBack', phone: 0 },
        { do: 'sync', phone: 0, trouble: 'none', call: 0, meanwhile: [], isSlow: false },
      ],
    }))

  it('a step that was undone on a phone came again with the backup that was put back on it', () =>
    play(server, {
      cast: 0,
      acts: [
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [0], isLong: false },
          ],
          isSlow: false,
        },
        { do: 'step', phone: 0, report: 0, step: 0 },
        { do: 'copyPhone', phone: 0 },
        { do: 'takeBack', phone: 0 },
        { do: 'putBackPhone', phone: 0 },
        { do: 'sync', phone: 0, trouble: 'none', call: 0, meanwhile: [], isSlow: false },
      ],
    }))

  it('two copies of a phone saved the same form, each at its own moment, and the second was parked as another change', () =>
    play(server, {
      cast: 4,
      acts: [
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
          ],
          isSlow: false,
        },
        { do: 'clonePhone', phone: 0 },
        { do: 'saveForm', phone: 3, page: 0, report: null, meanwhile: 'nothing' },
        { do: 'saveForm', phone: 0, page: 0, report: null, meanwhile: 'nothing' },
        { do: 'sync', phone: 0, trouble: 'none', call: 0, meanwhile: [], isSlow: false },
      ],
    }))

  it('an answer that came after the phone had taken a new name for its stream was believed of other changes under the same numbers', () =>
    play(server, {
      cast: 0,
      acts: [
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [
            { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: false },
          ],
          isSlow: false,
        },
        { do: 'deposit', phone: 0 },
        { do: 'copyAway' },
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [{ do: 'step', phone: 0, report: 0, step: 0 }],
          isSlow: false,
        },
        { do: 'sync', phone: 0, trouble: 'tooLarge', call: 0, meanwhile: [], isSlow: false },
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [], isLong: false },
        { do: 'serverClock', hours: -1 },
        {
          do: 'sync',
          phone: 0,
          trouble: 'none',
          call: 0,
          meanwhile: [{ do: 'sendPlainly', phone: 0 }],
          isSlow: false,
        },
        { do: 'syncAndDie', phone: 0, write: 0 },
      ],
    }))

  it('a phone was put back from a copy of before its step was sent, and could undo it there alone', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'saveForm', phone: 0, page: 0, report: null, meanwhile: 'nothing' },
        { do: 'together' },
        { do: 'step', phone: 3, report: 0, step: 0 },
        { do: 'copyPhone', phone: 3 },
        { do: 'sync', phone: 3, trouble: 'none', call: 0, meanwhile: [], isSlow: false },
        { do: 'putBackPhone', phone: 3 },
        { do: 'takeBack', phone: 3 },
      ],
    }))

  it('two copies of a phone filled in one form in two ways, and both were told that it is saved', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
        { do: 'clonePhone', phone: 0 },
        { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
        { do: 'saveForm', phone: 2, page: 0, report: null, meanwhile: 'nothing' },
        { do: 'saveForm', phone: 0, page: 0, report: 0, meanwhile: 'nothing' },
        { do: 'newerApp', phone: 0 },
      ],
    }))

  it('a photo was gone with the phone it was on and with the folder it was stored in, and the server knew', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'copyPhone', phone: 0 },
        { do: 'capture', phone: 0, kind: 'hazard', grid: 0, photos: [0], isLong: false },
        { do: 'sendPlainly', phone: 0 },
        { do: 'putBackPhone', phone: 0 },
        { do: 'copyDatabase' },
        { do: 'putBackDatabase', withPhotos: false },
        { do: 'takeBack', phone: 0 },
      ],
    }))

  it('the words of a copy of a phone were parked, and stood in the journal before the ones they differ from', () =>
    play(server, {
      cast: 0,
      acts: [
        { do: 'syncAndDie', phone: 0, write: 2 },
        { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
        { do: 'putBackDatabase', withPhotos: false },
        { do: 'clonePhone', phone: 0 },
        { do: 'sendPlainly', phone: 0 },
        { do: 'type', phone: 0, page: 0, report: null, field: 'note', isAwaited: false },
        { do: 'saveForm', phone: 2, page: 0, report: null, meanwhile: 'nothing' },
        { do: 'saveForm', phone: 0, page: 0, report: 0, meanwhile: 'nothing' },
        { do: 'newerApp', phone: 0 },
      ],
    }))
})
