import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { loginPage } from '../../networkFault.ts'
import { aJpeg, aWorld, aPhone, type Phone, type World } from '../../world.ts'
import { aPrepared } from '../db/aCapture.ts'

let world: World
let phone: Phone
let seed = 0
beforeAll(async () => (world = await aWorld()))
beforeEach(async () => (phone = await aPhone(world, 'worker')))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const stateOf = async (hash: PhotoHash): Promise<string | undefined> =>
  (await phone.session.capture.photo.get(hash))?.state
const patches = () => phone.network.calls.filter((call) => call.method === 'PATCH')
const isAtServer = async (hash: PhotoHash): Promise<boolean> =>
  (await world.deps.photos.read(hash)) !== null
const aWrong = async (change: (hash: PhotoHash) => Promise<unknown>) => {
  const ref = await phone.photo(++seed)
  await change(ref.hash)
  return ref
}

describe('photos on a bad link', () => {
  it('arrive though it breaks every 40 000 bytes, and no byte travels twice', async () => {
    const ref = await phone.photo(++seed, 700_000)
    const id = await phone.report({ photos: [ref] })
    phone.network.breakAfter(40_000)
    expect((await phone.sync()).ok).toBe(true)
    expect(await isAtServer(ref.hash)).toBe(true)
    expect(patches().reduce((sum, call) => sum + call.bytes, 0)).toBe(700_000)
    await phone.sync()
    expect((await phone.view(id)).photos).toEqual({ expected: 1, arrived: 1 })
  })

  it('go on after the phone was off, from where they were', async () => {
    const ref = await phone.photo(++seed, 400_000)
    await phone.report({ photos: [ref] })
    phone.network.next(/uploads/, 'dropAnswer')
    for (let i = 0; i < 4; i++) phone.network.next(/uploads/, 'dropRequest')
    expect(await phone.sync()).toMatchObject({ ok: false, fault: { code: 'offline' } })
    expect(await stateOf(ref.hash)).toBe('waiting')
    expect((await phone.sync()).ok).toBe(true)
    expect(await isAtServer(ref.hash)).toBe(true)
    expect(patches().reduce((sum, call) => sum + call.bytes, 0)).toBe(400_000)
  })

  it('are not sent again when only the answer was lost', async () => {
    const ref = await phone.photo(++seed, 5000)
    await phone.report({ photos: [ref] })
    phone.network.next(/photos/, 'dropAnswer')
    expect((await phone.sync()).ok).toBe(false)
    expect((await phone.sync()).ok).toBe(true)
    expect(await stateOf(ref.hash)).toBe('received')
    expect(
      await world.driver.read((session) =>
        session.all('SELECT 1 FROM photo WHERE hash = ?', [ref.hash]),
      ),
    ).toHaveLength(1)
  })

  it('stay waiting behind a sign-in page, with the text already safe', async () => {
    const ref = await phone.photo(++seed)
    const id = await phone.report({ photos: [ref] })
    phone.network.next(/photos/, loginPage)
    expect((await phone.sync()).ok).toBe(false)
    expect([await stateOf(ref.hash), (await phone.view(id)).receipt.state]).toEqual([
      'waiting',
      'received',
    ])
  })

  it('give up for now when every byte is spoilt on the way, instead of sending without end', async () => {
    const ref = await phone.photo(++seed, 90_000)
    await phone.report({ photos: [ref] })
    const { send } = phone.network
    phone.network.send = (path, init) =>
      send(
        path,
        init.method === 'PATCH'
          ? { ...init, body: aJpeg(999, (init.body as ArrayBuffer).byteLength) }
          : init,
      )
    expect(await phone.sync()).toMatchObject({ ok: false, fault: { code: 'offline' } })
    expect(patches().reduce((sum, call) => sum + call.bytes, 0)).toBeLessThanOrEqual(4 * 90_000)
    expect(await stateOf(ref.hash)).toBe('waiting')
  })
})

describe('one photo that cannot be sent', () => {
  const capture = () => phone.session.capture
  const wrong: [string, (hash: PhotoHash) => Promise<unknown>, string][] = [
    [
      'whose bytes have changed',
      (hash) => capture().photoBytes.put({ hash, bytes: aJpeg(5555, 20_000) }),
      'photoLost',
    ],
    ['whose bytes are gone', (hash) => capture().photoBytes.delete(hash), 'photoLost'],
  ]
  it.each(wrong)('%s is set aside, and the rest goes on', async (_name, change, code) => {
    const [good, bad, other] = [
      await phone.photo(++seed),
      await aWrong(change),
      await phone.photo(++seed),
    ]
    const id = await phone.report({ photos: [good, bad, other] })
    expect(await phone.sync()).toMatchObject({ ok: true, value: { photosSent: 5 } })
    expect([await stateOf(good.hash), await stateOf(bad.hash), await stateOf(other.hash)]).toEqual([
      'received',
      'unreadable',
      'received',
    ])
    expect((await phone.view(id)).attention?.code).toBe(code)
  })

  it.each([9000, 90_000])(
    'that is no image, of %i bytes, is refused once and the rest goes on',
    async (size) => {
      const bytes = new ArrayBuffer(size)
      new Uint8Array(bytes)[1] = ++seed
      const hash = await sha256(bytes)
      await phone.session.capture.photo.put({
        hash,
        part: 'photo',
        size,
        state: 'draft',
        savedAt: 0,
      })
      await phone.session.capture.photoBytes.put({ hash, bytes })
      const good = await phone.photo(++seed)
      await phone.report({ photos: [{ ...good, hash, bytes: size }, good] })
      expect(await phone.sync()).toMatchObject({ ok: true, value: { photosSent: 2 } })
      expect([await stateOf(hash), await stateOf(good.hash)]).toEqual(['unreadable', 'received'])
    },
  )
})

it('the text is sent first, then thumbnails, then photos', async () => {
  const photos = [await phone.photo(++seed, 70_000), await phone.photo(++seed)]
  await phone.report({ photos })
  phone.network.calls.length = 0
  await phone.sync()
  const kinds = phone.network.calls.map(({ path }) =>
    path.includes('sync')
      ? 'text'
      : photos.some((photo) => path.endsWith(photo.thumb.hash))
        ? 'thumb'
        : 'photo',
  )
  expect(kinds.filter((kind, i) => kind !== kinds[i - 1])).toEqual(['text', 'thumb', 'photo'])
})

it('a draft’s photo stays on the phone', async () => {
  const ref = await phone.photo(++seed)
  await phone.sync()
  expect([await stateOf(ref.hash), await isAtServer(ref.hash)]).toEqual(['draft', false])
})

describe('the order and the patience', () => {
  it('the newest photo goes first, each after its own kind', async () => {
    const refs = []
    for (const savedAt of [1, 3, 2]) {
      const ref = await phone.photo(++seed)
      await phone.session.capture.photo
        .where('hash')
        .anyOf(ref.hash, ref.thumb.hash)
        .modify({ savedAt })
      refs.push(ref)
    }
    await phone.report({ photos: refs })
    phone.network.calls.length = 0
    await phone.sync()
    const sent = phone.network.calls.flatMap(
      ({ path }) => /photos\/([0-9a-f]{64})/.exec(path)?.[1] ?? [],
    )
    const inOrder = [refs[1]!, refs[2]!, refs[0]!]
    expect(sent).toEqual([
      ...inOrder.map((ref) => ref.thumb.hash),
      ...inOrder.map((ref) => ref.hash),
    ])
  })

  it('one photo that the server stumbles over waits for the next round, and the others do not wait for it', async () => {
    const refs = [await phone.photo(++seed), await phone.photo(++seed), await phone.photo(++seed)]
    await phone.report({ photos: refs })
    phone.network.next(new RegExp(refs[1]!.hash), {
      status: 500,
      body: JSON.stringify({ v: 1, fault: { code: 'internal' } }),
    })
    expect(await phone.sync()).toMatchObject({ ok: false, fault: { code: 'internal' } })
    expect(await Promise.all(refs.map((ref) => stateOf(ref.hash)))).toEqual([
      'received',
      'waiting',
      'received',
    ])
    expect((await phone.sync()).ok).toBe(true)
    expect(await stateOf(refs[1]!.hash)).toBe('received')
  })

  it('after three in a row the link is to blame, and the round ends', async () => {
    const refs = []
    for (let i = 0; i < 6; i++) refs.push(await phone.photo(++seed))
    await phone.report({ photos: refs })
    for (let i = 0; i < 9; i++)
      phone.network.next(/photos/, {
        status: 500,
        body: JSON.stringify({ v: 1, fault: { code: 'internal' } }),
      })
    expect((await phone.sync()).ok).toBe(false)
    expect(phone.network.calls.filter((call) => call.path.includes('photos'))).toEqual([])
    expect(await phone.session.capture.photo.where('state').equals('waiting').count()).toBe(12)
  })

  it('a photo that cannot be read is told to the server with the next request', async () => {
    const bad = await aWrong((hash) =>
      phone.session.capture.photoBytes.put({ hash, bytes: new ArrayBuffer(20_000) }),
    )
    await phone.report({ photos: [bad] })
    await phone.sync()
    const { send } = phone.network
    const told: unknown[] = []
    phone.network.send = (path, init) => {
      if (path.includes('sync') && typeof init.body === 'string')
        told.push((JSON.parse(init.body) as { phone?: unknown }).phone)
      return send(path, init)
    }
    await phone.sync()
    expect(told).toEqual([{ persisted: null, installed: false, unreadable: 1 }])
  })

  it('a photo taken anew, with the same bytes, heals one that could not be read', async () => {
    const prepared = await aPrepared(++seed, 20_000)
    const { capture } = phone.session
    const taken = await savePhoto(capture, prepared, 'near', 1)
    await capture.photoBytes.put({ hash: prepared.ref.hash, bytes: new ArrayBuffer(3) })
    await phone.report({ photos: taken.ok ? [taken.value] : [] })
    await phone.sync()
    expect(await stateOf(prepared.ref.hash)).toBe('unreadable')
    const again = await savePhoto(capture, prepared, 'near', 2)
    await phone.report({ photos: again.ok ? [again.value] : [] })
    expect((await phone.sync()).ok).toBe(true)
    expect(await stateOf(prepared.ref.hash)).toBe('received')
  })
})
