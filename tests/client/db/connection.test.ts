import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { openCaptureDb } from '#client/db/captureDb.ts'
import { mustReload, markInitialised, closeWhileHidden } from '#client/db/connection.ts'
import { writeDraft } from '#client/drafts/draft.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { aDraft } from '../drafts/aDraft.ts'
import { aChange, me } from './aCapture.ts'

const anEnvironment = () => ({ indexedDB: new IDBFactory(), IDBKeyRange: IDBKeyRange as never })
type Environment = ReturnType<typeof anEnvironment>

async function aFilled(environment: Environment, heard: string[] = []) {
  const db = openCaptureDb(me, () => heard.push('superseded'), {
    ...environment,
    onBlocked: () => heard.push('blocked'),
    onEmptied: () => heard.push('emptied'),
  })
  await db.meta.put({ key: 'install', value: 'i' })
  markInitialised(db)
  return db
}
type Db = Awaited<ReturnType<typeof aFilled>>

const keep = (db: Db) => saveChange(db, { change: aChange(), photos: [], now: 1 })
const lost = { ok: false, fault: { code: 'storageLost' } }

/** What a browser does to a page whose connection it takes away. */
function takeAway(db: Db): void {
  const handle = db.backendDB()
  handle.close()
  handle.onclose?.(new Event('close'))
}

/** As clearing the site's data does: what is in the stores goes, without a word to the page. */
async function clearUnder(db: Db, { indexedDB }: Environment): Promise<void> {
  const handle = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(db.name)
    opening.onsuccess = () => resolve(opening.result)
  })
  await new Promise((resolve) => {
    const clearing = handle.transaction([...handle.objectStoreNames], 'readwrite')
    for (const store of handle.objectStoreNames) clearing.objectStore(store).clear()
    clearing.oncomplete = resolve
  })
  handle.close()
}

const turns = async (count = 50): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve))
}

describe('a connection that dies', () => {
  it('is replaced, and the save that met it is made again, once', async () => {
    const db = await aFilled(anEnvironment())
    let failures = 1
    db.outbox.hook('creating', () => {
      if (failures-- > 0)
        throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
    })
    expect(await keep(db)).toEqual({ ok: true, value: 1 })
    expect(await db.outbox.count()).toBe(1)
    failures = 2
    expect(await keep(db)).toEqual(lost)
    expect(await keep(db)).toEqual({ ok: true, value: 2 })
  })

  it('costs nothing when the browser closed it: work goes on with a new one', async () => {
    const heard: string[] = []
    const db = await aFilled(anEnvironment(), heard)
    await keep(db)
    takeAway(db)
    expect(await keep(db)).toEqual({ ok: true, value: 2 })
    await writeDraft(db, aDraft({ note: 'x' }), 1)
    expect([await db.outbox.count(), await db.draft.count(), heard]).toEqual([2, 1, []])
  })

  it('is let go of while the page is put aside, and taken up again', async () => {
    const db = await aFilled(anEnvironment())
    await keep(db)
    const page = new EventTarget()
    const stop = closeWhileHidden([db], page)
    page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }))
    expect(db.isOpen()).toBe(true)
    page.dispatchEvent(new Event('freeze'))
    await turns()
    expect(db.isOpen()).toBe(false)
    page.dispatchEvent(new Event('resume'))
    await turns()
    expect(db.isOpen()).toBe(true)
    page.dispatchEvent(new Event('freeze'))
    expect(await keep(db)).toEqual({ ok: true, value: 2 })
    stop()
    page.dispatchEvent(new Event('freeze'))
    expect(db.isOpen()).toBe(true)
  })

  it('leads to loading the page again, but not over and over', () => {
    const kept = new Map<string, string>()
    const session = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    expect([1_000_000, 1_030_000, 1_070_000].map((now) => mustReload(session, now))).toEqual([
      true,
      false,
      true,
    ])
  })
})

describe('a database that comes back empty', () => {
  it('is noticed at once, and nothing is written into it', async () => {
    const environment = anEnvironment()
    const heard: string[] = []
    const db = await aFilled(environment, heard)
    await keep(db)
    await clearUnder(db, environment)
    takeAway(db)
    await expect.poll(() => heard).toEqual(['emptied'])
    expect(heard).toEqual(['emptied'])
    expect(await keep(db)).toMatchObject({ ok: false })
    await expect(writeDraft(db, aDraft({ note: 'x' }), 1)).rejects.toThrow()
    expect(db.isOpen()).toBe(false)
    const look = await new Dexie(db.name, environment).open()
    expect(await Promise.all(look.tables.map((table) => table.count()))).toEqual(
      look.tables.map(() => 0),
    )
    look.close()
  })

  it('is noticed by the save that comes first, which says so', async () => {
    const environment = anEnvironment()
    const db = await aFilled(environment)
    await clearUnder(db, environment)
    takeAway(db)
    const saved = await keep(db)
    expect(saved).toMatchObject({ ok: false, fault: { code: 'storageEmptied' } })
  })
})

describe('two versions of the app', () => {
  const newer = (environment: Environment) => {
    const db = new Dexie(`gridwalk-capture-${me}`, environment)
    db.version(9).stores({ meta: 'key', outbox: 'n, &id, row, fate', later: 'id' })
    return db
  }

  it('the older page lets go for good, says so, and writes nothing more', async () => {
    const environment = anEnvironment()
    const heard: string[] = []
    const old = await aFilled(environment, heard)
    await keep(old)
    const next = await newer(environment).open()
    expect(heard).toEqual(['superseded'])
    expect(await keep(old)).toEqual(lost)
    expect(old.isOpen()).toBe(false)
    expect(await next.table('outbox').count()).toBe(1)
    next.close()
  })

  it('the newer page says what it waits for while an older one does not let go, and goes on when it does', async () => {
    const environment = anEnvironment()
    const deaf = await new Promise<IDBDatabase>((resolve) => {
      const opening = environment.indexedDB.open(`gridwalk-capture-${me}`, 10)
      opening.onupgradeneeded = () => opening.result.createObjectStore('meta', { keyPath: 'key' })
      opening.onsuccess = () => resolve(opening.result)
    })
    const heard: string[] = []
    const db = openCaptureDb(me, () => undefined, {
      ...environment,
      onBlocked: () => heard.push('blocked'),
    })
    const counted = db.outbox.count()
    await turns()
    expect(heard).toEqual(['blocked'])
    deaf.close()
    expect(await counted).toBe(0)
  })

  it('an older app opens the database of a newer one, saves, and takes nothing from it', async () => {
    const environment = anEnvironment()
    const next = await newer(environment).open()
    await next.table('later').put({ id: 'x' })
    await next.table('meta').put({ key: 'install', value: 'i' })
    next.close()
    // Stores this app has and the newer one gave up would be missing; versions only add, so there
    // are none.
    const old = openCaptureDb(me, () => undefined, environment)
    expect((await old.meta.get('install'))?.value).toBe('i')
    old.close()
    const again = await newer(environment).open()
    expect(await again.table('later').count()).toBe(1)
    again.close()
  })

  it('an upgrade that was killed half-way is made again, with everything still there', async () => {
    const environment = anEnvironment()
    const first = new Dexie(`gridwalk-capture-${me}`, environment)
    first.version(1).stores({
      meta: 'key',
      draft: 'id, kind',
      outbox: 'n, &id, row, fate',
      photo: 'hash, state',
      photoBytes: 'hash',
    })
    await first.table('outbox').put({ n: 1, id: 'a', row: 'r', fate: 'waiting' })
    first.close()
    await new Promise<void>((resolve) => {
      const opening = environment.indexedDB.open(first.name, 20)
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('safe', { keyPath: 'key' })
        opening.transaction!.abort()
      }
      opening.onerror = () => resolve()
    })
    const db = await aFilled(environment)
    expect([await db.outbox.count(), await db.safe.count()]).toEqual([1, 0])
    expect(await saveChange(db, { change: aChange(), photos: [], now: 1 })).toMatchObject({
      ok: false,
    })
    await db.meta.put({ key: 'nextN', value: 2 })
    expect(await keep(db)).toEqual({ ok: true, value: 2 })
  })
})
