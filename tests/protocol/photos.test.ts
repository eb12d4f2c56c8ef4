import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { photoLimits } from '#domain/photo.ts'
import { aHeic } from '../aHeic.ts'
import { aVisit, aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aJpeg, aWorld, aPhone, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let seed = 100
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
})
beforeEach(() => void (worker.network.calls.length = 0))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const aFresh = async (size: number): Promise<{ hash: string; bytes: ArrayBuffer }> => {
  const bytes = aJpeg(seed++, size)
  return { hash: await sha256(bytes), bytes }
}
const offer = async (hash: string, bytes: number) => {
  const answer = await worker.call('POST', '/api/photos', JSON.stringify({ hash, bytes }))
  return {
    status: answer.status,
    ...((await answer.json()) as {
      state?: string
      url: string
      offset: number
      fault?: { code: string }
    }),
  }
}
const patch = (url: string, offset: number, bytes: ArrayBuffer) =>
  worker.call('PATCH', url, bytes, {
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': String(offset),
    'Content-Type': 'application/offset+octet-stream',
  })
const faultOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { fault?: { code: string } }).fault?.code

describe('a photo', () => {
  it('P1 is named by the hash of its bytes', async () => {
    const [one, other] = [await aFresh(500), await aFresh(500)]
    expect(await faultOf(await worker.call('PUT', `/api/photos/${one.hash}`, other.bytes))).toBe(
      'photoHashMismatch',
    )
    expect((await worker.call('PUT', `/api/photos/${one.hash}`, one.bytes)).status).toBe(200)
  })

  it('P1 is JPEG, PNG, WebP or HEIC by its first bytes', async () => {
    const put = async (bytes: Uint8Array): Promise<number> => {
      const whole = Uint8Array.from(bytes).buffer
      return (await worker.call('PUT', `/api/photos/${await sha256(whole)}`, whole)).status
    }
    const head = (...parts: (string | number)[]): Uint8Array =>
      Buffer.concat([
        ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
        Buffer.alloc(40, seed++),
      ])
    const image = sharp({ create: { width: 4, height: 4, channels: 3, background: '#0b5d4b' } })
    expect(await put(await image.jpeg().toBuffer())).toBe(200)
    expect(await put(await image.png().toBuffer())).toBe(200)
    expect(await put(await image.webp().toBuffer())).toBe(200)
    expect(await put(await image.gif().toBuffer())).toBe(415)
    expect(await put(aHeic())).toBe(200)
    expect(await put(head(0, 0, 0, 24, 'ftypheic'))).toBe(422)
    expect(await put(head('<svg onload="x">'))).toBe(415)
  })

  it('P1 holds at most 10 MB and at least a byte', async () => {
    expect(await offer('a'.repeat(64), photoLimits.uploadBytes + 1)).toMatchObject({
      status: 413,
      fault: { code: 'photoTooLarge' },
    })
    expect(await offer('a'.repeat(64), 0)).toMatchObject({ status: 400 })
    expect(
      await faultOf(await worker.call('PUT', `/api/photos/${'a'.repeat(64)}`, new ArrayBuffer(0))),
    ).toBe('photoEmpty')
  })

  it('P2 that is offered twice is the same upload, and had once it is there', async () => {
    const { hash, bytes } = await aFresh(90_000)
    const first = await offer(hash, bytes.byteLength)
    expect(first).toMatchObject({ state: 'open', offset: 0 })
    await patch(first.url, 0, bytes.slice(0, 40_000))
    expect(await offer(hash, bytes.byteLength)).toMatchObject({ url: first.url, offset: 40_000 })
    await patch(first.url, 40_000, bytes.slice(40_000))
    expect(await offer(hash, bytes.byteLength)).toMatchObject({ state: 'have' })
  })

  it('P2 whose last offer arrives twice at once is there, and once', async () => {
    const { hash, bytes } = await aFresh(70_000)
    const { url } = await offer(hash, bytes.byteLength)
    await patch(url, 0, bytes)
    const answers = await Promise.all([1, 2, 3].map(() => offer(hash, bytes.byteLength)))
    expect(answers.map((answer) => answer.state)).toEqual(['have', 'have', 'have'])
  })

  it('P3 up to 64 KB is one PUT, larger is refused there', async () => {
    const [small, large] = [await aFresh(65_536), await aFresh(65_537)]
    expect((await worker.call('PUT', `/api/photos/${small.hash}`, small.bytes)).status).toBe(200)
    expect(await faultOf(await worker.call('PUT', `/api/photos/${large.hash}`, large.bytes))).toBe(
      'photoTooLarge',
    )
  })

  it('P3 resumes at the offset that HEAD gives, passes over what is there, and leaves no gap', async () => {
    const { hash, bytes } = await aFresh(100_000)
    const { url } = await offer(hash, bytes.byteLength)
    await patch(url, 0, bytes.slice(0, 30_000))
    const head = await worker.call('HEAD', url, undefined, { 'Tus-Resumable': '1.0.0' })
    expect(head.headers.get('Upload-Offset')).toBe('30000')
    const early = await patch(url, 10_000, bytes.slice(10_000, 50_000))
    expect([early.status, early.headers.get('Upload-Offset')]).toEqual([204, '50000'])
    const wrong = await patch(url, 60_000, bytes.slice(60_000))
    expect([wrong.status, await faultOf(wrong)]).toEqual([409, 'changedMeanwhile'])
  })

  it('P3 is uploaded by enrolled devices only', async () => {
    const { hash, bytes } = await aFresh(70_000)
    const { url } = await offer(hash, bytes.byteLength)
    const stranger = { Authorization: 'Device a.b' }
    expect((await worker.call('PATCH', url, bytes, stranger)).status).toBe(401)
    expect(
      (await worker.call('PUT', `/api/photos/${hash}`, new ArrayBuffer(9), stranger)).status,
    ).toBe(401)
    expect((await worker.call('POST', '/api/photos', '{}', stranger)).status).toBe(401)
  })

  it('P4 that was spoilt on the way is dropped and begins anew', async () => {
    const { hash, bytes } = await aFresh(80_000)
    const first = await offer(hash, bytes.byteLength)
    await patch(first.url, 0, aJpeg(7, 80_000))
    const again = await offer(hash, bytes.byteLength)
    expect(again).toMatchObject({ state: 'open', offset: 0 })
    expect(again.url).not.toBe(first.url)
    await patch(again.url, 0, bytes)
    expect(await offer(hash, bytes.byteLength)).toMatchObject({ state: 'have' })
  })

  it('P4 that is no image is refused instead of being asked for again', async () => {
    const bytes = new ArrayBuffer(70_000)
    new Uint8Array(bytes)[9] = seed++
    const hash = await sha256(bytes)
    const { url } = await offer(hash, bytes.byteLength)
    await patch(url, 0, bytes)
    expect(await offer(hash, bytes.byteLength)).toMatchObject({
      status: 415,
      fault: { code: 'photoNotAnImage' },
    })
  })

  it('P4 that is there is never written again', async () => {
    const { hash, bytes } = await aFresh(900)
    await worker.call('PUT', `/api/photos/${hash}`, bytes)
    expect(await faultOf(await worker.call('PUT', `/api/photos/${hash}`, aJpeg(1, 900)))).toBe(
      'photoHashMismatch',
    )
    expect(
      Buffer.from((await world.deps.photos.read(hash as never))!).equals(Buffer.from(bytes)),
    ).toBe(true)
  })

  it('P5 is not shown to one who only knows its hash', async () => {
    const phone = await aPhone(world, 'worker')
    const ref = await phone.photo(seed++)
    const get = async (client: ProtocolClient): Promise<number> =>
      (await client.call('GET', `/api/photos/${ref.hash}`)).status
    await phone.report({ ...aVisit, photos: [ref] })
    await phone.sync()
    const [volunteer, neighbour, desk] = [
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'neighbour'),
      await aProtocolClient(world, 'supervisor'),
    ]
    expect([
      await get(worker),
      await get(desk),
      await get(volunteer),
      await get(neighbour),
    ]).toEqual([200, 200, 404, 404])
    worker.network.cookie = ''
    expect(await get(worker)).toBe(401)
  })

  it("P5 naming a photo in a record of one's own shows it to nobody who could not see it before", async () => {
    const phone = await aPhone(world, 'worker')
    const ref = await phone.photo(seed++)
    await phone.report({ ...aVisit, photos: [ref] })
    await phone.sync()
    const volunteer = await aProtocolClient(world, 'volunteer')
    await volunteer.push(volunteer.creation({ photos: [ref] }))
    const offered = await volunteer.call(
      'POST',
      '/api/photos',
      JSON.stringify({ hash: ref.hash, bytes: ref.bytes }),
    )
    expect(await offered.json()).toMatchObject({ state: 'open', offset: 0 })
    expect((await volunteer.call('GET', `/api/photos/${ref.hash}`)).status).toBe(404)
    const named = (await volunteer.rows()).find(
      (row) => row.t === 'report' && (row.f?.photos as unknown[] | undefined)?.length === 1,
    )
    expect(named?.f?.arrived).toEqual([])
  })

  it('P5 handing in the same bytes shows them, and they are stored once', async () => {
    const [phone, other] = [await aPhone(world, 'worker'), await aPhone(world, 'volunteer')]
    const ref = await phone.photo(seed)
    expect((await other.photo(seed++)).hash).toBe(ref.hash)
    await phone.report({ ...aVisit, photos: [ref] })
    await other.report({ photos: [ref] })
    await phone.sync()
    await other.sync()
    const volunteer = await aProtocolClient(world, 'volunteer')
    expect((await volunteer.call('GET', `/api/photos/${ref.hash}`)).status).toBe(200)
    expect(await world.deps.storage.read((tx) => tx.photo(ref.hash))).toMatchObject({
      bytes: ref.bytes,
    })
  })

  it('P10 a HEIC is taken in as it came and shown as a JPEG', async () => {
    const phone = await aPhone(world, 'worker')
    const thumb = await phone.photo(seed++)
    const bytes = aHeic().buffer
    const hash = await sha256(bytes)
    await phone.session.capture.photo.put({
      hash,
      part: 'photo',
      size: bytes.byteLength,
      state: 'draft',
      savedAt: 1,
    })
    await phone.session.capture.photoBytes.put({ hash, bytes })
    const id = await phone.report({
      photos: [{ ...thumb, hash, bytes: bytes.byteLength, isOriginal: true }],
    })
    await phone.sync()
    expect((await phone.view(id)).report.arrived).toContain(hash)
    expect(Buffer.from((await world.deps.photos.read(hash))!)).toEqual(Buffer.from(bytes))
    const shown = await (
      await aProtocolClient(world, 'supervisor')
    ).call('GET', `/api/photos/${hash}`)
    expect([shown.status, shown.headers.get('Content-Type')]).toEqual([200, 'image/jpeg'])
    const { data, info } = await sharp(await shown.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, ...data.subarray(0, 3)]).toEqual([
      320,
      240,
      expect.closeTo(254, -1),
      expect.closeTo(0, -1),
      expect.closeTo(0, -1),
    ])
  })

  it('P7 that cannot be decoded is refused for good, kept apart, and a supervisor alone can fetch it, as a file', async () => {
    const broken = Buffer.concat([
      Buffer.from(aJpeg(seed++, 400)).subarray(0, 200),
      Buffer.alloc(100),
    ])
    const bytes = broken.buffer.slice(broken.byteOffset, broken.byteOffset + broken.length)
    const hash = await sha256(bytes)
    expect(await faultOf(await worker.call('PUT', `/api/photos/${hash}`, bytes))).toBe(
      'photoUnreadable',
    )
    expect(await offer(hash, bytes.byteLength)).toMatchObject({
      status: 422,
      fault: { code: 'photoUnreadable' },
    })
    const [desk, volunteer, author] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'worker'),
    ]
    const path = `/api/quarantine/${worker.me}/${hash}`
    const file = await desk.call('GET', path)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(broken)
    expect(file.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(file.headers.get('Content-Disposition')).toMatch(/^attachment;/)
    const { photos: apart } = (await (await desk.call('GET', '/api/quarantine')).json()) as {
      photos: unknown[]
    }
    expect(apart).toContainEqual(
      expect.objectContaining({ hash, memberId: worker.me, fault: 'photoUnreadable' }),
    )
    expect([
      (await volunteer.call('GET', path)).status,
      (await author.call('GET', path)).status,
    ]).toEqual([403, 403])
    expect((await desk.call('GET', `/api/photos/${hash}`)).status).toBe(404)
  })

  it('P7 of more than 40 megapixels is refused, however small its file', async () => {
    const bomb = await sharp({
      create: { width: 8000, height: 5001, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const bytes = bomb.buffer.slice(bomb.byteOffset, bomb.byteOffset + bomb.length)
    const hash = await sha256(bytes)
    const { url } = await offer(hash, bytes.byteLength)
    for (let at = 0; at < bytes.byteLength; at += 60_000)
      await patch(url, at, bytes.slice(at, at + 60_000))
    expect(await offer(hash, bytes.byteLength)).toMatchObject({
      status: 413,
      fault: { code: 'photoTooManyPixels' },
    })
    expect(await world.deps.storage.read((tx) => tx.photo(hash))).toBeUndefined()
  })

  it('P7 of a phone stays there as needing attention, and the photos after it go out', async () => {
    const phone = await aPhone(world, 'worker')
    const [bad, good] = [await phone.photo(seed++), await phone.photo(seed++)]
    const bytes = new Uint8Array(aJpeg(seed++, 5000))
    bytes.fill(0, 60, 4999)
    const hash = await sha256(bytes.buffer)
    await phone.session.capture.photo.put({
      hash,
      part: 'photo',
      size: 5000,
      state: 'draft',
      savedAt: 1,
    })
    await phone.session.capture.photoBytes.put({ hash, bytes: bytes.buffer })
    const { id } = { id: await phone.report({ photos: [{ ...bad, hash, bytes: 5000 }, good] }) }
    await phone.sync()
    expect(await phone.session.capture.photo.get(hash)).toMatchObject({
      state: 'unreadable',
      fault: { code: 'photoUnreadable' },
    })
    await phone.sync()
    expect((await phone.view(id)).report.arrived).toContain(good.hash)
    expect((await phone.view(id)).report.arrived).not.toContain(hash)
  })

  it('P8 is shown without position, device and comments, and turned as it was taken', async () => {
    const phone = await aPhone(world, 'worker')
    const ref = await phone.photo(seed++)
    const taken = await sharp({
      create: { width: 30, height: 20, channels: 3, background: '#0b5d4b' },
    })
      .jpeg()
      .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '31/1 12/1 36/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const bytes = taken.buffer.slice(taken.byteOffset, taken.byteOffset + taken.length)
    const hash = await sha256(bytes)
    await worker.call('PUT', `/api/photos/${hash}`, bytes)
    await worker.push(worker.creation({ photos: [{ ...ref, hash, bytes: bytes.byteLength }] }))
    const answer = await (
      await aProtocolClient(world, 'supervisor')
    ).call('GET', `/api/photos/${hash}`)
    const shown = Buffer.from(await answer.arrayBuffer())
    expect(taken.includes('SecretPhone')).toBe(true)
    expect(shown.includes('SecretPhone')).toBe(false)
    expect(await sharp(shown).metadata()).toMatchObject({ orientation: 6, width: 30, height: 20 })
    expect(
      Object.fromEntries(
        [
          'Content-Disposition',
          'Content-Security-Policy',
          'X-Content-Type-Options',
          'Cross-Origin-Resource-Policy',
          'Cache-Control',
        ].map((name) => [name, answer.headers.get(name)]),
      ),
    ).toEqual({
      'Content-Disposition': 'inline; filename="photo"',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'private, max-age=31536000, immutable',
    })
    expect(await world.deps.photos.read(hash)).toEqual(new Uint8Array(bytes))
  })

  it('P6 goes after the text, thumbnails before photos', async () => {
    const phone = await aPhone(world, 'worker')
    const photos = [
      await phone.photo(seed++, 1000),
      await phone.photo(seed++, 1000),
      await phone.photo(seed++, 70_000),
    ]
    await phone.report({ photos })
    phone.network.calls.length = 0
    await phone.sync()
    const order = phone.network.calls.map((call) => call.path.split('/').at(-1)!)
    const [thumbs, big] = [
      photos.map((photo) => photo.thumb.hash as string),
      photos.slice(0, 2).map((photo) => photo.hash as string),
    ]
    expect(order[0]).toBe('1')
    expect(order.slice(1, 4).sort()).toEqual([...thumbs].sort())
    expect(order.filter((name) => big.includes(name))).toHaveLength(2)
    expect(Math.min(...big.map((name) => order.indexOf(name)))).toBeGreaterThan(3)
  })
})
