// What may happen in a story: plain data, so that a failing one shrinks well and can be pasted into
// seeds.test.ts as it is. Numbers that pick something count modulo what there is at that moment; an
// act that makes no sense then does nothing.
import fc from 'fast-check'
import { type Meanwhile, meanwhiles } from './fuzzForms.ts'

/** What befalls one call of a sync: on the network (fuzzLink.ts), at the node, or on its disk. */
export const troubles = [
  'none',
  'offline',
  'smallProxy',
  'dropRequest',
  'dropAnswer',
  'deliverTwice',
  'loginPage',
  'cutRequest',
  'cutAnswer',
  'wrongReq',
  'tooLarge',
  'slowDown',
  'unavailable',
  'diskFull',
  'nodeDiesBeforeCommit',
  'nodeDiesAfterCommit',
] as const
export type Trouble = (typeof troubles)[number]

/** Acts of people and of the office; they may also happen while a request is under way. */
export type PlainAct =
  | {
      do: 'capture'
      phone: number
      kind: 'hazard' | 'visit'
      grid: number
      photos: readonly number[]
      isLong: boolean
    }
  | { do: 'edit'; phone: number; report: number; field: 'note' | 'severity' | 'grid' | 'photo' }
  | { do: 'step'; phone: number; report: number; step: number }
  | { do: 'wrongStep'; phone: number; report: number; step: number }
  | { do: 'decide'; phone: number; parked: number; decision: 'apply' | 'decline' }
  | { do: 'sendPlainly'; phone: number }
  | { do: 'openForm'; phone: number; page: 0 | 1; report: number | null }
  | {
      do: 'type'
      phone: number
      page: 0 | 1
      report: number | null
      field: 'note' | 'severity' | 'photo' | 'takeOut'
      isAwaited: boolean
    }
  | { do: 'sense'; phone: number; page: 0 | 1 }
  | { do: 'saveForm'; phone: number; page: 0 | 1; report: number | null; meanwhile: Meanwhile }
  | { do: 'chooseWords'; phone: number; page: 0 | 1; isMine: boolean }
  | { do: 'discardForm'; phone: number; page: 0 | 1 }
  | { do: 'killPage'; phone: number; page: 0 | 1 }
  | { do: 'takeBack'; phone: number }
  | { do: 'move'; member: number; grids: number }
  | { do: 'setActive'; member: number; isActive: boolean }

export type Act =
  | PlainAct
  | {
      do: 'sync'
      phone: number
      trouble: Trouble
      call: number
      meanwhile: readonly PlainAct[]
      isSlow: boolean
    }
  | { do: 'syncAndDie'; phone: number; write: number }
  | { do: 'deposit'; phone: number }
  | { do: 'captureAndDie'; phone: number; write: number }
  | { do: 'saveFormAndDie'; phone: number; page: 0 | 1; write: number }
  | { do: 'captureOnFullPhone'; phone: number; write: number }
  | { do: 'together' }
  | { do: 'lateDuplicate'; request: number; node: number }
  | { do: 'copyPhone'; phone: number }
  | { do: 'putBackPhone'; phone: number }
  | { do: 'clonePhone'; phone: number }
  | { do: 'copyAway' }
  | { do: 'copyDatabase' }
  | { do: 'putBackDatabase'; withPhotos: boolean }
  | { do: 'session'; phone: number; isSignedIn: boolean }
  | { do: 'newerApp'; phone: number }
  | { do: 'phoneClock'; phone: number; days: number }
  | { do: 'serverClock'; hours: number }

/**
 * Who carries a phone: two of one member, or two persons on one phone (`@0` is the phone of the
 * first).
 */
export const casts = [
  ['worker', 'supervisor'],
  ['worker', 'worker', 'supervisor'],
  ['worker', 'neighbour', 'supervisor'],
  ['worker', 'volunteer', 'supervisor', 'colleague'],
  ['worker', 'supervisor', 'handler'],
  ['worker', 'neighbour@0', 'supervisor'],
] as const

export interface Story {
  /** Index into `casts`. */
  cast: number
  acts: readonly Act[]
}

const number = fc.nat(7)
const phone = fc.nat(3)
const page = fc.constantFrom(0 as const, 1 as const)
const onPage = { phone, page }
const pickOrNew = fc.oneof(fc.constant(null), number)
/** On one page after the other, so that a story has whole forms in it. */
const form: fc.Arbitrary<PlainAct> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('openForm' as const), ...onPage, report: pickOrNew }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      ...onPage,
      report: pickOrNew,
      field: fc.constantFrom('note', 'note', 'severity', 'photo', 'takeOut'),
      isAwaited: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sense' as const), ...onPage }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('saveForm' as const),
      ...onPage,
      report: pickOrNew,
      meanwhile: fc.constantFrom(...meanwhiles),
    }),
  },
  fc.record({ do: fc.constant('chooseWords' as const), ...onPage, isMine: fc.boolean() }),
  fc.record({ do: fc.constantFrom('discardForm' as const, 'killPage' as const), ...onPage }),
)
const plain: fc.Arbitrary<PlainAct> = fc.oneof(
  { weight: 12, arbitrary: form },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('capture' as const),
      phone,
      kind: fc.constantFrom('hazard', 'hazard', 'visit'),
      grid: fc.nat(1),
      photos: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        fc.array(number, { minLength: 1, maxLength: 2 }),
      ),
      isLong: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      phone,
      report: number,
      field: fc.constantFrom('note', 'severity', 'grid', 'photo'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('step' as const), phone, report: number, step: number }),
  },
  fc.record({ do: fc.constant('wrongStep' as const), phone, report: number, step: fc.nat(11) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      phone,
      parked: number,
      decision: fc.constantFrom('apply', 'apply', 'decline'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('takeBack' as const), phone }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sendPlainly' as const), phone }) },
  fc.record({ do: fc.constant('move' as const), member: phone, grids: fc.nat(3) }),
  fc.record({ do: fc.constant('setActive' as const), member: phone, isActive: fc.boolean() }),
)

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 24, arbitrary: plain },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      phone,
      trouble: fc.constantFrom(...troubles),
      call: fc.nat(3),
      meanwhile: fc.array(plain, { maxLength: 2 }),
      isSlow: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('syncAndDie' as const), phone, write: fc.nat(9) }),
  },
  fc.record({ do: fc.constant('deposit' as const), phone }),
  fc.record({
    do: fc.constantFrom('captureAndDie' as const, 'captureOnFullPhone' as const),
    phone,
    write: fc.nat(2),
  }),
  fc.record({ do: fc.constant('saveFormAndDie' as const), ...onPage, write: fc.nat(3) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('together' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('lateDuplicate' as const),
      request: fc.nat(40),
      node: fc.nat(1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copyPhone' as const), phone }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('putBackPhone' as const), phone }) },
  fc.record({ do: fc.constant('clonePhone' as const), phone }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copyAway' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copyDatabase' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('putBackDatabase' as const), withPhotos: fc.boolean() }),
  },
  fc.record({ do: fc.constant('session' as const), phone, isSignedIn: fc.boolean() }),
  fc.record({ do: fc.constant('newerApp' as const), phone }),
  fc.record({
    do: fc.constant('phoneClock' as const),
    phone,
    days: fc.constantFrom(-3650, -1, 0, 1, 1100),
  }),
  fc.record({ do: fc.constant('serverClock' as const), hours: fc.constantFrom(-1, 1, 24) }),
)

export const story = (mostActs: number): fc.Arbitrary<Story> =>
  fc.record({
    cast: fc.nat(casts.length - 1),
    acts: fc.array(act, { minLength: 1, maxLength: mostActs, size: 'max' }),
  })
