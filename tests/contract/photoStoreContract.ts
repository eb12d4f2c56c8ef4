// What every store for photo bytes must do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { PhotoStore } from '#server/photos/photoStore.ts'
import { migrate } from '#server/storage/sql/migrate.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { aWebm } from '../aVoice.ts'
import { aJpeg } from '../world.ts'

export interface OpenedPhotos {
  photos: PhotoStore
  reopen(): Promise<PhotoStore>
  /** Another node on the same object store and database. */
  another(): Promise<PhotoStore>
  /** Of everything that lies there. */
  names(): Promise<string[]>
  discard(): Promise<void>
}

const patch = (upload: string, offset: number, bytes: ArrayBuffer): Request =>
  new Request(`http://localhost/api/photos/uploads/${upload}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': String(bytes.byteLength),
    },
    body: bytes,
  })

/** Where it is written how far an upload has come. */
export async function aMemory(): Promise<Storage> {
  const driver = openSqlite(':memory:')
  await migrate(driver)
  return openStorage(driver, () => 'epoch')
}

const head = (upload: string): Request =>
  new Request(`http://localhost/api/photos/uploads/${upload}`, {
    method: 'HEAD',
    headers: { 'Tus-Resumable': '1.0.0' },
  })
const lowerKeys = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

export function photoStoreContract(
  kind: string,
  open: (clock?: () => number) => Promise<OpenedPhotos>,
): void {
  describe(`photos in ${kind}`, () => {
    let opened: OpenedPhotos
    let photos: PhotoStore
    const bytes = aJpeg(1, 5000)
    let hash: PhotoHash
    beforeEach(async () => {
      hash = await sha256(bytes)
      opened = await open()
      photos = opened.photos
    })
    afterEach(() => opened.discard())

    it('are there after they were put, and after opening again', async () => {
      expect(await photos.read(hash)).toBeNull()
      expect(await photos.put(hash, new Uint8Array(bytes))).toEqual({
        state: 'stored',
        bytes: 5000,
        type: 'image/jpeg',
      })
      photos = await opened.reopen()
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it('may be put twice, also at once', async () => {
      const puts = await Promise.all([1, 2, 3].map(() => photos.put(hash, new Uint8Array(bytes))))
      expect(puts.map((put) => put.state)).toEqual(['stored', 'stored', 'stored'])
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it('are refused under a hash that is not theirs', async () => {
      expect(await photos.put(hash, new Uint8Array(aJpeg(2, 5000)))).toEqual({
        state: 'hashMismatch',
      })
      expect(await photos.read(hash)).toBeNull()
    })

    it('are refused when they are no image', async () => {
      for (const text of ['<!doctype html>', '\0\0\0\x18ftypqt and more']) {
        const other = new TextEncoder().encode(text)
        expect(await photos.put(await sha256(other.buffer), other)).toEqual({ state: 'wrongType' })
        expect(await photos.read(await sha256(other.buffer))).toBeNull()
      }
    })

    it('go on from where they were after opening again', async () => {
      const upload = await photos.begin(5000)
      expect(await photos.offset(upload)).toBe(0)
      expect((await photos.tus(patch(upload, 0, bytes.slice(0, 1234)))).status).toBe(204)
      photos = await opened.reopen()
      expect(await photos.offset(upload)).toBe(1234)
      expect(
        (await photos.tus(patch(upload, 1234, bytes.slice(1234)))).headers.get('Upload-Offset'),
      ).toBe('5000')
      expect(await photos.finish(upload, hash)).toEqual({
        state: 'stored',
        bytes: 5000,
        type: 'image/jpeg',
      })
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
      expect(await photos.offset(upload)).toBeNull()
    })

    it('take no byte twice and none beyond what was announced', async () => {
      const upload = await photos.begin(5000)
      await photos.tus(patch(upload, 0, bytes.slice(0, 3000)))
      // As a browser does by itself when the connection breaks under it.
      expect(
        (await photos.tus(patch(upload, 0, bytes.slice(0, 3000)))).headers.get('Upload-Offset'),
      ).toBe('3000')
      expect(
        (await photos.tus(patch(upload, 2000, bytes.slice(2000, 4000)))).headers.get(
          'Upload-Offset',
        ),
      ).toBe('4000')
      expect((await photos.tus(patch(upload, 4500, bytes.slice(4500)))).status).toBe(409)
      const more = await photos.tus(patch(upload, 4000, aJpeg(3, 9000)))
      expect(more.status).toBe(413)
      expect((await photos.tus(patch(upload, 4000, bytes.slice(4000)))).status).toBe(204)
      expect(await photos.finish(upload, hash)).toMatchObject({ state: 'stored' })
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it('go on at any node, wherever the last piece came in', async () => {
      const other = await opened.another()
      const upload = await photos.begin(5000)
      for (let at = 0; at < 5000; at += 1000) {
        const node = at % 2000 ? photos : other
        expect((await node.tus(patch(upload, at, bytes.slice(at, at + 1000)))).status).toBe(204)
      }
      expect((await other.tus(head(upload))).headers.get('Upload-Offset')).toBe('5000')
      expect(await other.finish(upload, hash)).toMatchObject({ state: 'stored' })
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
      expect(await opened.names()).toHaveLength(1)
    })

    it('in the smallest pieces lie in few parts, each byte once', async () => {
      const whole = aJpeg(4, 150_000)
      const upload = await photos.begin(150_000)
      const ends = [
        ...Array.from({ length: 40 }, (_, i) => i + 1),
        60_000,
        70_000,
        70_001,
        140_000,
        140_001,
        150_000,
      ]
      let at = 0
      for (const end of ends) {
        expect(
          (await photos.tus(patch(upload, at, whole.slice(at, end)))).headers.get('Upload-Offset'),
        ).toBe(String(end))
        at = end
      }
      expect((await opened.names()).filter((name) => name.includes(upload))).toHaveLength(3)
      const hash = await sha256(whole)
      expect(await photos.finish(upload, hash)).toMatchObject({ state: 'stored' })
      expect(await photos.read(hash)).toEqual(new Uint8Array(whole))
      expect(await opened.names()).toHaveLength(1)
    })

    it('are what they were sent as, or nothing', async () => {
      const sound = new Uint8Array(aWebm(1))
      const name = await sha256(sound.buffer)
      expect(await photos.put(name, sound, { medium: 'photos' })).toEqual({ state: 'wrongType' })
      expect(await photos.put(hash, new Uint8Array(bytes), { medium: 'voice' })).toEqual({
        state: 'wrongType',
      })
      expect(await photos.read(name)).toBeNull()
      expect(await photos.put(name, sound, { medium: 'voice' })).toMatchObject({
        state: 'stored',
        type: 'audio/webm',
      })
      expect(await photos.put(name, sound)).toMatchObject({ type: 'audio/webm' })
    })

    it('that may not be kept now are stored nowhere, and what was staged stays', async () => {
      const no = { mayKeep: () => Promise.resolve(false) }
      expect(await photos.put(hash, new Uint8Array(bytes), no)).toEqual({ state: 'notNow' })
      const upload = await photos.begin(5000)
      await photos.tus(patch(upload, 0, bytes))
      expect(await photos.finish(upload, hash, no)).toEqual({ state: 'notNow' })
      expect([await photos.read(hash), await photos.offset(upload)]).toEqual([null, 5000])
      expect(
        await photos.finish(upload, hash, { mayKeep: () => Promise.resolve(true) }),
      ).toMatchObject({
        state: 'stored',
      })
    })

    it('sent to two nodes at once lose no byte and write over none', async () => {
      const other = await opened.another()
      const upload = await photos.begin(5000)
      const answers = await Promise.all(
        [photos, other, photos].map((node, i) =>
          node.tus(patch(upload, 0, bytes.slice(0, 3000 - i))),
        ),
      )
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
      const at = Number((await photos.tus(head(upload))).headers.get('Upload-Offset'))
      expect((await photos.tus(patch(upload, at, bytes.slice(at)))).status).toBe(204)
      expect(await photos.finish(upload, hash)).toMatchObject({ state: 'stored' })
    })

    it('whose piece is cut half-way keep what has come of it', async () => {
      const upload = await photos.begin(5000)
      let pulls = 0
      const cut = new ReadableStream<Uint8Array>({
        pull: (controller) =>
          pulls++ === 0
            ? controller.enqueue(new Uint8Array(bytes, 0, 2100))
            : controller.error(new TypeError('reset')),
      })
      const whole = patch(upload, 0, bytes)
      await photos.tus(
        new Request(whole.url, {
          method: 'PATCH',
          headers: whole.headers,
          body: cut,
          duplex: 'half',
        } as RequestInit),
      )
      expect(await photos.offset(upload)).toBe(2100)
      await photos.tus(patch(upload, 2100, bytes.slice(2100)))
      expect(await photos.finish(upload, hash)).toMatchObject({ state: 'stored' })
    })

    it('D8 that did not come further for a week begin anew, and nothing of them is left', async () => {
      await opened.discard()
      let now = Date.now()
      opened = await open(() => now)
      photos = opened.photos
      const [old, young] = [await photos.begin(5000), await photos.begin(5000)]
      for (const upload of [old, young]) await photos.tus(patch(upload, 0, bytes.slice(0, 3000)))
      now += 5 * 24 * 3_600_000
      await photos.tus(patch(young, 3000, bytes.slice(3000, 4000)))
      now += 3 * 24 * 3_600_000
      expect([await photos.offset(old), await photos.offset(young)]).toEqual([null, 4000])
      expect((await photos.tus(patch(old, 3000, bytes.slice(3000)))).status).toBe(404)
      await photos.sweep()
      expect((await opened.names()).filter((name) => name.includes(old))).toEqual([])
      await photos.tus(patch(young, 4000, bytes.slice(4000)))
      expect(await photos.finish(young, hash)).toMatchObject({ state: 'stored' })
      await photos.sweep()
      expect(await opened.names()).toHaveLength(1)
    })

    it('that rotted are written anew, and only then', async () => {
      await photos.put(hash, new Uint8Array(bytes))
      await photos.setAside(hash)
      expect(await photos.read(hash)).toBeNull()
      expect(await photos.put(hash, new Uint8Array(bytes))).toMatchObject({ state: 'stored' })
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it.each([
      [{ 'Tus-Resumable': '0.2.2' }, 412],
      [{ 'Upload-Offset': '-1' }, 400],
      [{ 'Upload-Offset': '' }, 400],
      [{ 'Content-Type': 'image/jpeg' }, 415],
      [{ 'Upload-Offset': '7' }, 409],
      [{ 'Content-Length': '5001' }, 413],
    ])('take no piece that says %j', async (headers, status) => {
      const upload = await photos.begin(5000)
      const sound = patch(upload, 0, bytes)
      const answer = await photos.tus(
        new Request(sound.url, {
          method: 'PATCH',
          headers: { ...Object.fromEntries(sound.headers), ...lowerKeys(headers) },
          body: bytes,
        }),
      )
      expect(answer.status).toBe(status)
      expect(await photos.offset(upload)).toBe(0)
    })

    it('that were spoilt under way are dropped with their staging', async () => {
      const upload = await photos.begin(5000)
      await photos.tus(patch(upload, 0, aJpeg(9, 5000)))
      expect(await photos.finish(upload, hash)).toEqual({ state: 'hashMismatch' })
      expect(await photos.offset(upload)).toBeNull()
      expect(await photos.read(hash)).toBeNull()
    })

    it.each(['../secret', '..%2Fsecret', '/etc/passwd', '.', '', 'a\0b', '../../package'])(
      'know no upload named %j',
      async (name) => {
        expect(await photos.offset(name)).toBeNull()
        expect(await photos.finish(name, hash)).toEqual({ state: 'hashMismatch' })
        await photos.drop(name)
        expect(await photos.read(`../${name}` as PhotoHash)).toBeNull()
      },
    )
  })
}
