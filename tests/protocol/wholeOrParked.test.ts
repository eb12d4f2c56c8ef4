// Whatever a change holds: answered `applied` or `merged`, all of it is found in the row or in its
// history; else it is parked whole.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keyOf, readField } from '#domain/readField.ts'
import type { Fields } from '#domain/row.ts'
import { isSameValue } from '#domain/sameValue.ts'
import { contentHash } from '#server/changes/contentHash.ts'
import {
  aVisit,
  aProtocolClient,
  type Envelope,
  uuid,
  type ProtocolClient,
} from '../aProtocolClient.ts'
import { aWorld, cast, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const aPhotoRef = (digit: string) => ({
  hash: digit.repeat(64),
  bytes: 1000,
  width: 8,
  height: 8,
  role: 'near',
  takenAt: 1,
  thumb: { hash: `${digit}f`.repeat(32), bytes: 10 },
})
const aStep = (id: string, comment: string) => ({
  id,
  type: 'note',
  by: cast.worker.id,
  at: 1,
  from: 'reported',
  to: 'reported',
  comment,
})
const aCheck = (id: string, outcome = 'fine') => ({ id, placeId: 'p-1', at: 2, outcome })

/** What a phone may send, on a report and a patrol that are there. */
const shapes: Record<string, (report: string, patrol: string) => Envelope> = {
  report: () =>
    worker.creation({
      note: 'n',
      photos: [aPhotoRef('1')] as never,
      position: { lat: 28, lon: 124, accuracyMetres: 5, source: 'gps', at: 1 } as never,
    }),
  visit: () =>
    worker.creation({
      ...aVisit,
      body: { ...aVisit.body, needs: [{ id: 'x', type: 'other', text: 't' }] },
    }),
  fields: (report) =>
    worker.patch(report, {
      base: { note: 1, 'body.tier': 1 },
      set: { note: 'later', 'body.tier': 1, 'body.location': null, position: null },
    }),
  photos: (report) =>
    worker.patch(report, {
      add: { photos: [aPhotoRef('2'), { ...aPhotoRef('1'), role: 'far' }] },
      remove: { photos: ['3'.repeat(64)] },
    }),
  step: (report) =>
    worker.patch(report, {
      step: { ...aStep('s-new', 'new'), marks: { fields: ['note'], photos: [] } },
    }),
  knownStep: (report) => worker.patch(report, { step: aStep('s-known', 'known') }),
  patrol: () =>
    worker.envelope({
      t: 'patrol',
      op: 'create',
      row: uuid(),
      set: { by: cast.worker.id, gridId: 'g-1', startedAt: 1, pauses: [], checks: [aCheck('c-1')] },
    }),
  checks: (_report, patrol) =>
    worker.envelope({
      t: 'patrol',
      op: 'patch',
      row: patrol,
      set: { endedAt: 5 },
      add: { checks: [aCheck('c-1', 'finding'), aCheck('c-2')] },
      remove: { pauses: ['p-1'] },
    }),
}

async function prepared(): Promise<[report: string, patrol: string]> {
  const report = worker.creation({
    note: 'first',
    photos: [aPhotoRef('1'), aPhotoRef('3')] as never,
  })
  const step = worker.patch(report.row, { step: aStep('s-known', 'known') })
  const patrol = worker.envelope({
    t: 'patrol',
    op: 'create',
    row: uuid(),
    set: {
      by: cast.worker.id,
      gridId: 'g-1',
      startedAt: 1,
      pauses: [{ id: 'p-1', type: 'pause', at: 1 }],
      checks: [aCheck('c-1')],
    },
  })
  const { results } = await worker.push(report, step, patrol)
  expect(results.map(({ s }) => s)).toEqual(['applied', 'applied', 'applied'])
  return [report.row as string, patrol.row as string]
}

const conflictOf = (change: Envelope) =>
  world.deps.storage.read((tx) => tx.row('case', contentHash(change)))

const objectsIn = (value: unknown): Fields[] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...(Array.isArray(value) ? [] : [value as Fields]),
        ...Object.values(value).flatMap(objectsIn),
      ]

const keys = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'body.__proto__',
      'constructor.x',
      'toString',
      'hasOwnProperty',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'id',
      'hash',
      'op',
      'base',
      'set',
      'add',
      'remove',
      'step',
      'seen',
      'steps',
      'standing',
      'arrived',
      'receivedAt',
      'comment',
      'body',
      'note',
      'body.location',
      'photos',
      'to',
      '',
      'v',
      'checks',
      'ofCase',
    ),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
)
const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    1,
    'x',
    [],
    {},
    [{ id: 'a' }, { id: 'a', b: 1 }],
    JSON.parse('{"__proto__":{"a":1}}'),
    { deep: { constructor: 1 } },
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const stray = fc.record({ at: fc.nat(), key: keys, value: values })

/** Of a create, what the server alone says (M7). */
const derived = ['receivedAt', 'standing', 'arrived', 'steps', 'id']

/**
 * Every part of the change that is not in the row. A key of the change itself that nobody knows
 * stays in the journal alone.
 */
function missingIn(change: Envelope, f: Fields): string[] {
  const {
    op,
    set = {},
    add = {},
    remove = {},
    step,
  } = change as {
    op?: string
    set?: Fields
    add?: Record<string, Fields[]>
    remove?: Record<string, string[]>
    step?: Fields
  }
  const missing: string[] = []
  const isIn = (there: unknown, value: unknown): boolean =>
    value === null && op === 'patch' ? there === undefined : isSameValue(there, value)
  for (const [path, value] of Object.entries(set)) {
    if (op === 'create' && derived.includes(path)) {
      if (
        (path === 'steps' && (value as unknown[]).length > 0) ||
        (path === 'id' && value !== change.row)
      )
        missing.push(path)
    } else if (
      !isIn(
        op === 'create' ? (Object.hasOwn(f, path) ? f[path] : undefined) : readField(f, path),
        value,
      )
    )
      missing.push(`set.${path}`)
  }
  for (const [field, elements] of Object.entries(add)) {
    for (const element of elements)
      if (!(f[field] as Fields[]).some((each) => isSameValue(each, element)))
        missing.push(`add.${field}`)
  }
  for (const [field, out] of Object.entries(remove)) {
    const put = (add[field] ?? []).map((element) => keyOf(field, element))
    for (const key of out)
      if (!put.includes(key) && (f[field] as Fields[]).some((each) => keyOf(field, each) === key))
        missing.push(`remove.${field}`)
  }
  if (step) {
    const said = ({ receivedAt: _receipt, to: _to, ...rest }: Fields): Fields => rest
    if (!(f.steps as Fields[]).some((each) => isSameValue(said(each), said(step))))
      missing.push('step')
  }
  return missing
}

/** Every value that stood there and does not any more, and is not in history. */
async function lostFrom(before: Fields, after: Fields, change: Envelope): Promise<unknown[]> {
  const kept = await world.driver.read((session) =>
    session.all<{ value: string }>('SELECT value FROM history WHERE change_id = ?', [change.id]),
  )
  const isKept = (value: unknown): boolean =>
    kept.some((each) => isSameValue(JSON.parse(each.value), value))
  const leaves = (f: Fields): unknown[] =>
    Object.entries(f).flatMap(([key, value]) =>
      key === 'body'
        ? Object.entries(value as Fields).map(([name, each]) => [`body.${name}`, each])
        : Array.isArray(value)
          ? value.map((each): unknown => [key, each])
          : [[key, value]],
    )
  return leaves(before).filter((leaf) => {
    const [key, value] = leaf as [string, unknown]
    return (
      key !== 'arrived' &&
      value !== '' &&
      !leaves(after).some((each) => isSameValue(each, leaf)) &&
      !isKept(value)
    )
  })
}

it('M9 what is answered applied is in the row or its history, every part of it', async () => {
  const outcomes = { applied: 0, merged: 0, parked: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(shapes)),
      fc.array(stray, { minLength: 1, maxLength: 2 }),
      async (shape, strays) => {
        const [report, patrol] = await prepared()
        const envelope = shapes[shape]!(report, patrol)
        const { id, n } = envelope
        for (const { at, key, value } of strays) {
          const objects = objectsIn(envelope)
          Object.defineProperty(objects[at % objects.length]!, key, {
            value: JSON.parse(JSON.stringify(value)),
            enumerable: true,
            configurable: true,
            writable: true,
          })
        }
        // Its own name and number stay, so that there is an answer about it; and it goes over the
        // client.
        const change = JSON.parse(JSON.stringify(Object.assign(envelope, { id, n }))) as Envelope
        const [t, row] = [change.t as 'report', change.row as string]
        const before = (await world.deps.storage.read((tx) => tx.row(t, row)))?.f ?? {}
        const [result] = (await worker.push(change)).results
        outcomes[result!.s]++
        if (result!.s === 'parked') {
          expect(JSON.stringify((await conflictOf(change))?.f.content)).toBe(JSON.stringify(change))
          return
        }
        const after = (await world.deps.storage.read((tx) => tx.row(t, row)))!.f
        expect(missingIn(change, after)).toEqual([])
        expect(await lostFrom(before, after, change)).toEqual([])
      },
    ),
    { numRuns: 250, endOnFailure: true },
  )
  expect(Math.min(outcomes.applied, outcomes.merged, outcomes.parked)).toBeGreaterThan(5)
}, 120_000)

it('M9 a key that reaches behind the record is refused wherever it stands, and a number that JSON cannot carry', async () => {
  const [report, patrol] = await prepared()
  for (const shape of Object.keys(shapes)) {
    for (let at = 0, places = 1; at < places; at++) {
      for (const [key, text] of [
        ['__proto__', '{"a":1}'],
        ['constructor', '1'],
        ['prototype', '1'],
        ['body.__proto__', '1'],
        ['far', '1e999'],
        ['far', '[-1e999]'],
      ] as const) {
        const envelope = shapes[shape]!(report, patrol)
        places = objectsIn(envelope).length
        Object.defineProperty(objectsIn(envelope)[at]!, key, { value: 'HERE', enumerable: true })
        const body = JSON.stringify(worker.request([envelope])).replace('"HERE"', text)
        const answer = (await (await worker.call('POST', '/api/sync/1', body)).json()) as {
          push: { results: unknown[] }
        }
        expect([shape, at, key, answer.push.results]).toMatchObject([
          shape,
          at,
          key,
          [{ s: 'parked', fault: { code: 'invalidFields' } }],
        ])
      }
    }
  }
})

it('M9 a decision says nothing beside itself', async () => {
  const desk = await aProtocolClient(world, 'supervisor')
  const envelope = worker.creation({ gridId: 'g-404' as never })
  await worker.push(envelope)
  const parked = (await conflictOf(envelope))!
  const decide = (more: Fields, set: Fields = {}): Envelope =>
    desk.envelope({
      t: 'case',
      op: 'patch',
      row: parked.id,
      set: { decision: 'decline', reason: '不办', ...set },
      ...more,
    })
  const { results } = await desk.push(
    decide({}, { comment: 'x' }),
    decide({ step: aStep('s', 'x') }),
    decide({ add: { photos: [] } }),
    decide({ remove: { photos: [] } }),
    decide({}),
  )
  expect(results.map(({ s }) => s)).toEqual(['parked', 'parked', 'parked', 'parked', 'applied'])
  const seen = (set: Fields): Envelope =>
    worker.envelope({
      t: 'case',
      op: 'patch',
      row: parked.id,
      set: { decision: 'acknowledge', ...set },
    })
  expect(
    (await worker.push(seen({ reason: '知道了' }), seen({}))).results.map(({ s }) => s),
  ).toEqual(['parked', 'applied'])
})
