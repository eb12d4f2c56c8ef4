import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { openCaptureDb } from '#client/db/captureDb.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { watchedDatabases } from '#client/page/leftPage.ts'
import { aChange, me } from '../db/aCapture.ts'

function aPage() {
  const page = new EventTarget()
  const inner = new IDBFactory()
  let starts = 0
  const indexedDB = watchedDatabases(inner, page, () => starts++)
  const say = (type: string, persisted: boolean): boolean =>
    page.dispatchEvent(Object.assign(new Event(type), { persisted }))
  return {
    inner,
    say,
    starts: () => starts,
    db: openCaptureDb(me, () => undefined, { indexedDB, IDBKeyRange: IDBKeyRange }),
  }
}

describe('a page that is put aside', () => {
  it('breaks off the save that is under way, which is not called saved, and its draft stays', async () => {
    const { db, say, starts, inner } = aPage()
    await db.draft.put({ id: 'd', kind: 'hazard', version: 1 } as never)
    let isBegun = (): void => undefined
    const begun = new Promise<void>((resolve) => (isBegun = resolve))
    db.outbox.hook('creating', () => isBegun())
    const saving = saveChange(db, {
      change: aChange(),
      photos: [],
      draft: { id: 'd' as never, version: 1 },
      now: 1,
    })
    await begun
    say('pagehide', true)
    expect(await saving).toMatchObject({ ok: false, fault: { code: 'storageLost' } })
    db.close()
    say('pageshow', true)
    expect(starts()).toBe(1)
    const next = openCaptureDb(me, () => undefined, { indexedDB: inner, IDBKeyRange: IDBKeyRange })
    expect([await next.outbox.count(), await next.draft.count()]).toEqual([0, 1])
    expect(
      await saveChange(next, {
        change: aChange(),
        photos: [],
        draft: { id: 'd' as never, version: 1 },
        now: 2,
      }),
    ).toEqual({ ok: true, value: 1 })
  })

  it('holds nothing that it begins afterwards: another page is not kept waiting', async () => {
    const { db, say, inner } = aPage()
    await db.meta.put({ key: 'install', value: 'i' })
    say('pagehide', true)
    await expect(
      db.transaction('rw', db.meta, () => db.meta.put({ key: 'late', value: 1 })),
    ).rejects.toThrow()
    const other = openCaptureDb(me, () => undefined, { indexedDB: inner, IDBKeyRange: IDBKeyRange })
    expect((await other.meta.toArray()).map(({ key }) => key)).toEqual(['install'])
  })

  it('is none when the browser throws it away, or shows it for the first time', async () => {
    const { db, say, starts } = aPage()
    await db.meta.put({ key: 'install', value: 'i' })
    say('pagehide', false)
    say('pageshow', false)
    expect((await db.meta.get('install'))?.value).toBe('i')
    expect(starts()).toBe(0)
  })
})
