import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import {
  dropShare,
  photosOfShare,
  storeShared,
  takeOutOfShare,
  waitingShares,
} from '#client/db/sharedPhotos.ts'
import { dropAllShares, hasShares, sharedName } from '#client/db/sharedName.ts'
import { takeShared } from '#client/page/takeShared.ts'
import { photoLimits } from '#domain/photo.ts'
import { chooseShared, shareLimits } from '#domain/sharedPhotos.ts'

function aPhone() {
  const environment = { indexedDB: new IDBFactory(), IDBKeyRange, now: () => clock.at }
  const clock = { at: 1_000_000_000_000 }
  return { environment, clock }
}
const aPhoto = (text: string, type = 'image/jpeg') => new File([text], `${text}.jpg`, { type })
const textsOf = async (environment: ReturnType<typeof aPhone>['environment'], id: string) =>
  (await photosOfShare(environment, id)).map(({ name, index }) => [index, name])

describe('what is taken of a share', () => {
  const file = { size: 10, isPhoto: true }
  it('is its photos, within what one record and one phone hold; what is not is counted', () => {
    expect(chooseShared([file, { ...file, isPhoto: false }, { ...file, size: 0 }], 100)).toEqual({
      taken: [0],
      bytes: 10,
      leftOut: { notPhotos: 2 },
    })
    expect(chooseShared([{ ...file, size: photoLimits.fileBytes + 1 }, file], 1e9)).toMatchObject({
      taken: [1],
      leftOut: { tooLarge: 1 },
    })
    const many = chooseShared(
      Array.from({ length: 33 }, () => file),
      1e9,
    )
    expect([many.taken.length, many.leftOut]).toEqual([photoLimits.perReport, { beyondLimit: 3 }])
    expect(chooseShared([file, { ...file, size: 95 }, file], 100)).toMatchObject({
      taken: [0, 2],
      leftOut: { noRoom: 1 },
    })
  })
})

describe('shares on a phone', () => {
  it('keep apart, each with its photos in their order', async () => {
    const { environment, clock } = aPhone()
    await storeShared(environment, 'one', [aPhoto('a'), aPhoto('b')])
    clock.at++
    await storeShared(environment, 'two', [aPhoto('text', 'text/plain'), aPhoto('c')])
    expect(await waitingShares(environment)).toMatchObject([
      { id: 'one', count: 2, leftOut: {} },
      { id: 'two', count: 1, leftOut: { notPhotos: 1 } },
    ])
    expect(await textsOf(environment, 'one')).toEqual([
      [0, 'a.jpg'],
      [1, 'b.jpg'],
    ])
    await dropShare(environment, 'one')
    expect(await waitingShares(environment)).toMatchObject([{ id: 'two', count: 1 }])
    expect(await textsOf(environment, 'one')).toEqual([])
  })

  it('know a photo that calls itself something else by its first bytes', async () => {
    const { environment } = aPhone()
    const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'x', { type: '' })
    expect(await storeShared(environment, 'one', [photo])).toEqual({ ok: true })
  })

  it('lose a photo when it is in a form, and themselves with the last one', async () => {
    const { environment } = aPhone()
    await storeShared(environment, 'one', [aPhoto('a'), aPhoto('b')])
    await takeOutOfShare(environment, 'one', 0)
    expect(await waitingShares(environment)).toMatchObject([{ id: 'one', count: 1 }])
    await takeOutOfShare(environment, 'one', 0)
    await takeOutOfShare(environment, 'one', 1)
    expect(await waitingShares(environment)).toEqual([])
  })

  it('go after a day, by whichever clock, and when their person leaves', async () => {
    const { environment, clock } = aPhone()
    await storeShared(environment, 'one', [aPhoto('a')])
    clock.at += shareLimits.keptMs
    expect(await waitingShares(environment)).toHaveLength(1)
    clock.at += 1
    expect(await waitingShares(environment)).toEqual([])
    expect(await textsOf(environment, 'one')).toEqual([])
    await storeShared(environment, 'two', [aPhoto('a')])
    clock.at -= shareLimits.keptMs + 1
    expect(await waitingShares(environment)).toEqual([])
    await storeShared(environment, 'three', [aPhoto('a')])
    await dropAllShares(environment)
    expect(await waitingShares(environment)).toEqual([])
  })

  it('are so many and no more, until one of them is gone; one that is over counts no more', async () => {
    const { environment, clock } = aPhone()
    for (let n = 0; n < shareLimits.waiting; n++)
      expect(await storeShared(environment, `${n}`, [aPhoto('a')])).toEqual({ ok: true })
    expect(await storeShared(environment, 'more', [aPhoto('a')])).toMatchObject({
      refusal: 'tooMany',
    })
    expect(await waitingShares(environment)).toHaveLength(shareLimits.waiting)
    clock.at += shareLimits.keptMs + 1
    expect(await storeShared(environment, 'more', [aPhoto('a')])).toEqual({ ok: true })
    expect(await waitingShares(environment)).toMatchObject([{ id: 'more' }])
  })

  it('are kept whole or not at all where there is no room', async () => {
    const { environment } = aPhone()
    await waitingShares(environment)
    const real = environment.indexedDB
    let puts = 0
    const full = {
      open: (name: string, version: number) => {
        const opening = real.open(name, version)
        opening.addEventListener('success', () => {
          const database = opening.result
          const transaction = database.transaction.bind(database)
          database.transaction = (...asked: Parameters<typeof transaction>) => {
            const begun = transaction(...asked)
            const objectStore = begun.objectStore.bind(begun)
            begun.objectStore = (store: string) => {
              const found = objectStore(store)
              const add = found.add.bind(found)
              found.add = (value: unknown) => {
                if (store === 'photo' && ++puts > 1)
                  throw new DOMException('full', 'QuotaExceededError')
                return add(value)
              }
              return found
            }
            return begun
          }
        })
        return opening
      },
    } as unknown as IDBFactory
    expect(
      await storeShared({ ...environment, indexedDB: full }, 'one', [aPhoto('a'), aPhoto('b')]),
    ).toMatchObject({ ok: false, refusal: 'notKept' })
    expect(puts).toBe(2)
    expect(await waitingShares(environment)).toEqual([])
    expect(await textsOf(environment, 'one')).toEqual([])
  })

  it('are asked after without being made', async () => {
    const { environment } = aPhone()
    expect(await hasShares(environment)).toBe(false)
    expect(await environment.indexedDB.databases()).toEqual([])
    await storeShared(environment, 'one', [aPhoto('a')])
    expect(await hasShares(environment)).toBe(true)
    await dropShare(environment, 'one')
    expect(await hasShares(environment)).toBe(false)
  })

  it('are told as not kept where the storage does not open at all', async () => {
    const closed = {
      open: () => {
        throw new DOMException('', 'UnknownError')
      },
      deleteDatabase: () => {
        throw new DOMException('', 'UnknownError')
      },
    } as unknown as IDBFactory
    const { environment } = aPhone()
    const phone = { ...environment, indexedDB: closed }
    expect(await storeShared(phone, 'one', [aPhoto('a')])).toMatchObject({ refusal: 'notKept' })
    await dropAllShares(phone)
  })
})

describe('the answer to a share', () => {
  const origin = 'https://walk.example.org'
  function posted(files: readonly File[], headers: Record<string, string> = {}) {
    const form = new FormData()
    form.set('title', 'a title')
    for (const file of files) form.append('photos', file)
    return new Request(`${origin}/share`, { method: 'POST', body: form, headers })
  }
  const pathOf = (answer: Response) => {
    expect(answer.status).toBe(303)
    return answer.headers.get('Location')!.slice(origin.length)
  }

  it('leads to the page that offers it; each share has an id of its own', async () => {
    const { environment } = aPhone()
    const one = pathOf(await takeShared(posted([aPhoto('a')]), origin, environment))
    const two = pathOf(await takeShared(posted([aPhoto('a')]), origin, environment))
    expect([one, two].every((path) => /^\/\?shared=[\da-f-]{36}$/.test(path))).toBe(true)
    expect(one).not.toBe(two)
    const ids = (await waitingShares(environment)).map(({ id }) => `/?shared=${id}`)
    expect(ids.sort()).toEqual([one, two].sort())
  })

  it('says what was wrong with it', async () => {
    const { environment } = aPhone()
    const text = new File(['x'], 'x.txt', { type: 'text/plain' })
    expect(pathOf(await takeShared(posted([text, text]), origin, environment))).toBe(
      '/?shareRefused=empty&files=2',
    )
    expect(pathOf(await takeShared(posted([]), origin, environment))).toBe('/?shareRefused=empty')
    const broken = new Request(`${origin}/share`, {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    })
    expect(pathOf(await takeShared(broken, origin, environment))).toBe('/?shareRefused=notKept')
    expect(await waitingShares(environment)).toEqual([])
  })

  it('takes nothing from another site that says who it is', async () => {
    const { environment } = aPhone()
    const from = (site: string) =>
      takeShared(withOrigin(posted([aPhoto('a')]), site), origin, environment)
    expect(pathOf(await from('https://elsewhere.example'))).toBe('/')
    expect(await waitingShares(environment)).toEqual([])
    expect(pathOf(await from(origin))).toMatch(/shared=/)
    expect(pathOf(await from('null'))).toMatch(/shared=/)
    expect((await environment.indexedDB.databases()).map(({ name }) => name)).toEqual([sharedName])
  })
  /** A browser sets it; nobody else may. */
  const withOrigin = (request: Request, site: string): Request =>
    Object.defineProperty(request, 'headers', {
      value: new Headers([...request.headers, ['Origin', site]]),
    })
})
