import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type { MemberId } from '#domain/ids.ts'
import { openCacheDb } from '#client/db/cacheDb.ts'
import { readFirstPull } from '#client/sync/firstPull.ts'
import { applyPull } from '#client/sync/applyPull.ts'

const aCache = () =>
  openCacheDb('m-1' as MemberId, () => undefined, { indexedDB: new IDBFactory(), IDBKeyRange })
const aPage = (scope: string, to: number, head: number) => ({
  scope,
  to,
  head,
  more: to < head,
  rows: [],
})

describe('the first pull', () => {
  it('is whole once an answer has left nothing out, and says how far it is until then', async () => {
    const cache = aCache()
    expect(await readFirstPull(cache)).toEqual({ isWhole: false, share: null })
    await applyPull(cache, { leave: [], pages: [aPage('org', 10, 10), aPage('work', 5, 30)] }, 'e')
    expect(await readFirstPull(cache)).toEqual({ isWhole: false, share: 15 / 40 })
    await applyPull(cache, { leave: [], pages: [aPage('work', 30, 30)] }, 'e')
    expect(await readFirstPull(cache)).toEqual({ isWhole: true, share: 1 })
  })

  it('stays whole for another page of the app, whatever comes later', async () => {
    const environment = { indexedDB: new IDBFactory(), IDBKeyRange }
    const open = () => openCacheDb('m-1' as MemberId, () => undefined, environment)
    const cache = open()
    await applyPull(cache, { leave: [], pages: [aPage('org', 10, 10)] }, 'e')
    await applyPull(cache, { leave: [], pages: [aPage('org', 20, 90)] }, 'e')
    expect((await readFirstPull(open())).isWhole).toBe(true)
  })

  it('is whole where an older app has pulled', async () => {
    const cache = aCache()
    await cache.cursor.put({ scope: 'org' as never, at: 7 })
    expect((await readFirstPull(cache)).isWhole).toBe(true)
  })
})
