// C and S on the phone's own code: crashes, upgrades, copies and damage of its databases, on an
// IndexedDB in memory that can be stopped anywhere.
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, expect, vi } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { readLosses } from '#client/outbox/losses.ts'
import { startSession, resumeSession } from '#client/session/localSession.ts'
import { baseOf, lookAt } from '#client/drafts/seen.ts'
import { syncOnce } from '#client/sync/syncOnce.ts'
import { startSyncLoop } from '#client/sync/syncLoop.ts'
import { cast, inHand, type Phone } from '../world.ts'
import { asFirstRelease, asLaterRelease, copyPhone } from './kit/copyPhone.ts'
import { onlyReport } from './kit/onlyReport.ts'
import type { Watched } from './kit/oracle.ts'
import { row } from './kit/row.ts'
import { aSite, type Site } from './kit/site.ts'

const reports = "t = 'report'"
const waiting = ({ session }: Phone) =>
  session.capture.outbox.where('fate').equals('waiting').count()

afterEach(() => vi.restoreAllMocks())

/**
 * The app ends at this point of its next call to the server: nothing that comes after happens.
 */
function dies(phone: Phone, at: 'request' | 'answer', nth = 1): Promise<void> {
  const { send } = phone.network
  let calls = 0
  return new Promise((resolve) => {
    phone.network.send = async (path, init) => {
      if (!path.startsWith('/api/sync') || ++calls < nth) return send(path, init)
      if (at === 'answer') await send(path, init)
      resolve()
      return new Promise(() => undefined)
    }
  })
}

/** The same phone, its IndexedDB put in the place of what it has. */
async function withDatabases(site: Site, phone: Watched, indexedDB: IDBFactory): Promise<Watched> {
  phone.environment.indexedDB = indexedDB
  return site.reopen(phone)
}

row(
  'C4',
  'the app dies between the server’s commit and its own',
  'the same round again does no harm',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 3; i++) await phone.report()
  const died = dies(phone, 'answer')
  void phone.sync()
  await died
  expect(await site.count('journal')).toBe(3)
  const again = await site.reopen(phone)
  expect(await waiting(again)).toBe(3)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(3)
})

row(
  'C5',
  'the app dies between two pages of a pull',
  'it goes on at the last cursor',
)(async (use) => {
  const site = await use(aSite())
  const worker = await site.phone('worker')
  for (let i = 0; i < 250; i++) await worker.report({ note: `第${i}条，${'楼道堆物'.repeat(400)}` })
  await worker.sync()
  const phone = await site.phone('colleague')
  const died = dies(phone, 'request', 2)
  void phone.sync()
  await died
  const cursors = await phone.session.cache.cursor.toArray()
  const rows = await phone.session.cache.row.count()
  expect(rows).toBeGreaterThan(10)
  const again = await site.reopen(phone)
  expect(await again.session.cache.cursor.toArray()).toEqual(cursors)
  const done = await again.sync()
  expect(done.ok && done.value.pulledRows, 'only what was not there yet').toBeLessThan(300)
  expect(await site.verdict()).toEqual([])
})

row(
  'C7',
  'two tabs alter the same record',
  'both changes are kept in order, and one tab sends them',
)(async (use) => {
  const site = await use(aSite())
  const one = await site.phone('worker')
  const id = await one.report()
  await one.sync()
  const opened = await resumeSession(one.environment)
  if (!opened.ok || !opened.value) throw new Error('the second tab does not open')
  const other = site.oracle.watch(inHand(opened.value, one.network, one.environment), one.name)
  const write = async (tab: Watched, note: string) =>
    tab.capture({
      row: id,
      op: 'patch',
      base: baseOf((await lookAt(tab.session.capture, tab.session.cache, id))!, ['note']) ?? {},
      set: { note },
    })
  const numbers = [
    await write(one, '一'),
    await write(other, '二'),
    ...(await Promise.all([write(one, '三'), write(other, '四')])),
  ]
  expect([...numbers].sort((a, b) => a - b)).toEqual([2, 3, 4, 5])
  // Both tabs' loops, and the browser's one lock.
  let isHeld = false
  let most = 0
  let atOnce = 0
  const locks = {
    request: async (
      _name: string,
      _options: unknown,
      work: (lock: object | null) => Promise<unknown>,
    ) => {
      if (isHeld) return work(null)
      isHeld = true
      most = Math.max(most, ++atOnce)
      return work({}).finally(() => ((isHeld = false), atOnce--))
    },
  }
  const loops = [one, other].map((tab) =>
    startSyncLoop(
      { ...tab.session, transport: tab.network, app: 'test', now: Date.now },
      {
        locks: locks as never,
        random: Math.random,
        onState: () => undefined,
        onRound: () => undefined,
      },
    ),
  )
  await Promise.all(loops.map((loop) => loop.syncNow()))
  await vi.waitFor(async () => expect(await waiting(one)).toBe(0), 20_000)
  loops.forEach((loop) => loop.stop())
  expect(most).toBe(1)
  other.session.capture.close()
  other.session.cache.close()
  expect(await site.verdict()).toEqual([])
  expect((await one.view(id)).report.note).toMatch(/三|四/)
})

row(
  'C13',
  'the app is killed while its database is being upgraded',
  'it opens, upgrades again, and the outbox is whole',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 5; i++) await phone.report({ photos: [await phone.photo(i)] })
  phone.session.capture.close()
  phone.session.cache.close()
  const old = await copyPhone(phone.environment.indexedDB as never, asFirstRelease)
  // The upgrade begins, and the phone dies in it.
  const open = old.open.bind(old)
  let upgrades = 0
  old.open = (name, version) => {
    const request = open(name, version)
    if (name.startsWith('gridwalk-capture-'))
      request.addEventListener('upgradeneeded', () => {
        if (upgrades++ === 0) queueMicrotask(() => request.transaction?.abort())
      })
    return request
  }
  phone.environment.indexedDB = old
  const killed = await resumeSession(phone.environment)
  expect(killed.ok, 'no half-upgraded database is used').toBe(false)
  const again = await site.reopen(phone)
  expect(upgrades).toBeGreaterThan(1)
  expect(await waiting(again)).toBe(5)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('photo')).toBe(10)
})

row(
  'C14',
  'an older version is put up again',
  'it opens the newer database and loses nothing',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  await phone.sync()
  for (let i = 0; i < 3; i++) await phone.report({ photos: [await phone.photo(i)] })
  phone.session.capture.close()
  phone.session.cache.close()
  const again = await withDatabases(
    site,
    phone,
    await copyPhone(phone.environment.indexedDB as never, asLaterRelease),
  )
  expect(await waiting(again)).toBe(3)
  await again.report()
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(5)
})

row(
  'C15',
  'a phone of an old release comes back with forty unsent changes',
  'all of them are taken in',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 40; i++)
    await phone.report({ note: `两年前的第${i}条`, photos: i < 5 ? [await phone.photo(i)] : [] })
  // As 0.1.0 wrote them: schema 1, a field that has gone since, two years ago.
  await phone.session.capture.outbox.toCollection().modify((entry) => {
    Object.assign(entry.change, {
      schema: 1,
      at: Date.now() - 2 * 31_557_600_000,
      wasThereOnce: 'yes',
    })
  })
  phone.session.capture.close()
  phone.session.cache.close()
  const again = await withDatabases(
    site,
    phone,
    await copyPhone(phone.environment.indexedDB as never, asFirstRelease),
  )
  expect(await waiting(again)).toBe(40)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('journal', "result LIKE '%parked%'")).toBe(0)
  expect(await site.count('row_state', reports)).toBe(40)
})

row(
  'C16',
  'rows that come in set off changes',
  'no pulled row ever becomes a change',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  const ids = await Promise.all(Array.from({ length: 10 }, () => desk.report()))
  await desk.sync()
  const before = [
    await phone.session.capture.outbox.count(),
    (await phone.session.capture.meta.get('nextN'))?.value,
  ]
  const loop = startSyncLoop(
    { ...phone.session, transport: phone.network, app: 'test', now: Date.now },
    { locks: undefined, random: () => 0, onState: () => undefined, onRound: () => undefined },
  )
  for (const id of ids) {
    await desk.step(await desk.view(id), 'accept')
    await desk.sync()
    await loop.syncNow()
    await phone.views()
  }
  loop.stop()
  expect([
    await phone.session.capture.outbox.count(),
    (await phone.session.capture.meta.get('nextN'))?.value,
  ]).toEqual(before)
  expect(await site.verdict()).toEqual([])
  expect((await phone.views()).every((view) => view.report.standing === 'accepted')).toBe(true)
})

/** The browser has cleared everything the app kept; the person is let in again. */
async function evicted(site: Awaited<ReturnType<typeof aSite>>, phone: Watched): Promise<Watched> {
  phone.session.capture.close()
  phone.session.cache.close()
  const environment = { ...phone.environment, indexedDB: new IDBFactory() }
  environment.local.removeItem('gridwalk.member')
  const opened = await resumeSession(environment)
  expect(opened).toEqual({ ok: true, value: null })
  const grant = await takeInvite(
    phone.network,
    await site.world.invite(cast.worker),
    'the same phone',
  )
  if (!grant.ok) throw new Error(grant.fault.code)
  const bound = await startSession(grant.value, environment)
  if (!bound.ok) throw new Error(bound.fault.code)
  const again = site.oracle.watch(inHand(bound.value, phone.network, environment), phone.name)
  site.phones[site.phones.indexOf(phone)] = again
  return again
}

row(
  'S4',
  'the browser clears the app’s data while nothing waits',
  'the person is let in again and has everything; no incident',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const id = await phone.report({ photos: [await phone.photo(1)] })
  await phone.sync()
  await phone.sync()
  const again = await evicted(site, phone)
  expect(await site.verdict()).toEqual([])
  expect((await again.view(id)).receipt.state).toMatch(/received|backedUp/)
  expect(await site.count('incident')).toBe(0)
})

row(
  'S5',
  'the browser clears the app’s data while seven records wait',
  'an incident names seven, since when, and whose',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  await phone.sync()
  const since = Date.now()
  for (let i = 0; i < 7; i++) await phone.report()
  await onlyReport(phone)
  expect(await site.count('device', 'waiting_changes = 7')).toBe(1)
  const lost = site.oracle.acts.slice(-7)
  await evicted(site, phone)
  const [incident] = await site.truth.driver.read((session) =>
    session.all<{ type: string; member_id: string; detail: string }>(
      'SELECT type, member_id, detail FROM incident',
    ),
  )
  expect(incident).toMatchObject({ type: 'unsentLeft', member_id: cast.worker.id })
  const detail = JSON.parse(incident!.detail) as { changes: number; since: number }
  expect(detail.changes).toBe(7)
  expect(detail.since).toBeGreaterThanOrEqual(since)
  // Exactly these seven, and nothing else, are missing; each is in the incident's number.
  expect(await site.verdict()).toEqual(
    lost.map((act) => `I1 ${act.phone}: ${act.changeId} was called saved and is nowhere`),
  )
})

const endTornOff = row(
  'S7',
  'the end of the phone’s database is torn off',
  'lost numbers are named when they were never sent; nothing is lost when they were',
)

endTornOff(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 4; i++) await phone.report()
  await phone.sync()
  const torn = await copyPhone(phone.environment.indexedDB as never)
  for (let i = 0; i < 3; i++) await phone.report()
  const again = await withDatabases(site, phone, torn)
  const after = await again.report()
  expect(await site.verdict()).toEqual([])
  expect(await readLosses(again.session.capture)).toMatchObject([
    { from: 5, to: 7, outcome: 'lost' },
  ])
  expect(await site.count('lost', 'from_n = 5 AND to_n = 7')).toBe(1)
  expect(await site.count('incident', "type = 'lostRange'")).toBe(1)
  expect((await again.view(after)).receipt.state).toBe('received')
}, 'never sent')

endTornOff(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 4; i++) await phone.report()
  await phone.sync()
  const torn = await copyPhone(phone.environment.indexedDB as never)
  for (let i = 0; i < 3; i++) await phone.report()
  await phone.sync()
  const again = await withDatabases(site, phone, torn)
  await again.report()
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(8)
  expect(await site.count('lost')).toBe(0)
}, 'already sent')

row(
  'S9',
  'the bytes of a photo have gone bad on the phone',
  'it is not sent, it is set aside and named, and the rest flows',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const photos = [await phone.photo(1), await phone.photo(2), await phone.photo(3)]
  const id = await phone.report({ photos })
  await phone.session.capture.photoBytes.update(photos[1]!.hash, { bytes: new ArrayBuffer(20_000) })
  await phone.sync()
  await phone.sync()
  expect(await site.count('photo')).toBe(5)
  expect(await phone.session.capture.photo.get(photos[1]!.hash)).toMatchObject({
    state: 'unreadable',
    fault: { code: 'photoLost' },
  })
  expect((await phone.view(id)).attention).toMatchObject({ code: 'photoLost' })
  expect(await site.verdict({ isQuiet: false })).toEqual([])
})

row(
  'S10',
  'the connection to the database dies',
  'it is opened again once, and the form is kept',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  // As WebKit does in the background: the handle is there, and every call on it throws.
  const { capture } = phone.session
  const raw = capture.backendDB()
  raw.close()
  await phone.report({ note: '连接断了也要存上' })
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(2)
})

row(
  'S11',
  'the phone is set back to an old copy',
  'it numbers anew, and nothing is dropped',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report({ note: '备份之前' })
  await phone.sync()
  await phone.report({ note: '备份之前，未上传' })
  const backup = await copyPhone(phone.environment.indexedDB as never)
  const local = new Map<string, string>()
  for (const key of ['gridwalk.member', `gridwalk.lastSaved.${phone.session.memberId}`]) {
    const value = phone.environment.local.getItem(key)
    if (value !== null) local.set(key, value)
  }
  await phone.report({ note: '备份之后' })
  await phone.sync()
  for (const [key, value] of local) phone.environment.local.setItem(key, value)
  const again = await withDatabases(site, phone, backup)
  await again.report({ note: '恢复之后' })
  expect(await site.verdict()).toEqual([])
  expect((await site.rows('report')).map(({ f }) => f['note']).sort()).toEqual(
    ['备份之前', '备份之前，未上传', '备份之后', '恢复之后'].sort(),
  )
})

row(
  'S12',
  'the phone is copied onto a second one',
  'the work of both arrives',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  await phone.sync()
  await phone.report({ note: '克隆之前' })
  const kept = new Map<string, string>([['gridwalk.member', phone.session.memberId]])
  const environment = {
    ...phone.environment,
    indexedDB: await copyPhone(phone.environment.indexedDB as never),
    local: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    },
  }
  const opened = await resumeSession(environment)
  if (!opened.ok || !opened.value) throw new Error('the copy does not open')
  const clone = site.oracle.watch(inHand(opened.value, phone.network, environment), 'worker 2')
  site.phones.push(clone)
  for (let i = 0; i < 3; i++) {
    await phone.report({ note: `原机${i}` })
    await clone.report({ note: `克隆${i}` })
    await phone.sync()
    await clone.sync()
  }
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(8)
})

row(
  'U14',
  'a double tap on Save',
  'one record',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const change = {
    id: crypto.randomUUID() as never,
    row: crypto.randomUUID(),
    op: 'create' as const,
    set: {
      kind: 'hazard',
      by: phone.session.memberId as string,
      capturedAt: Date.now(),
      gridId: 'g-1',
      placeId: 'p-1',
      note: '连点两下',
      photos: [],
      body: { type: 'light_out', severity: 'minor', tier: 2 },
      standing: 'reported',
    },
  }
  const numbers = await Promise.all([
    phone.capture(change),
    phone.capture(change),
    phone.capture(change),
  ])
  expect(new Set(numbers)).toEqual(new Set([1]))
  expect(await phone.session.capture.outbox.count()).toBe(1)
  await syncOnce({ ...phone.session, transport: phone.network, app: 'test', now: Date.now })
  expect(await site.count('row_state', reports)).toBe(1)
  expect(await site.verdict()).toEqual([])
})
