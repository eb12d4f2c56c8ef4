// What every place for photo bytes must do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#device/keepPhoto.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { PhotoStore } from '#endpoint/photos/photoStore.ts'
import { aJpeg } from '../world.ts'

export interface OpenedPhotos {
  photos: PhotoStore
  reopen(): Promise<PhotoStore>
  discard(): Promise<void>
}

const patch = (upload: string, offset: number, bytes: ArrayBuffer): Request =>
  new Request(`http://localhost/api/photos/uploads/${upload}`, {
    method: 'PATCH',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', 'Content-Length': String(bytes.byteLength) },
    body: bytes,
  })

export function photoStoreContract(kind: string, open: () => Promise<OpenedPhotos>): void {
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
      expect(await photos.put(hash, new Uint8Array(bytes))).toEqual({ state: 'stored', bytes: 5000, type: 'image/jpeg' })
      photos = await opened.reopen()
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it('may be put twice, also at once', async () => {
      const puts = await Promise.all([1, 2, 3].map(() => photos.put(hash, new Uint8Array(bytes))))
      expect(puts.map((put) => put.state)).toEqual(['stored', 'stored', 'stored'])
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    })

    it('are refused under a hash that is not theirs', async () => {
      expect(await photos.put(hash, new Uint8Array(aJpeg(2, 5000)))).toEqual({ state: 'hashMismatch' })
      expect(await photos.read(hash)).toBeNull()
    })

    it('are refused when they are no image, and when they are HEIC', async () => {
      for (const text of ['<!doctype html>', '\0\0\0\x18ftypheic and more']) {
        const other = new TextEncoder().encode(text)
        expect(await photos.put(await sha256(other.buffer), other)).toEqual({ state: 'notAnImage' })
        expect(await photos.read(await sha256(other.buffer))).toBeNull()
      }
    })

    it('go on from where they were after opening again', async () => {
      const upload = await photos.begin(5000)
      expect(await photos.offset(upload)).toBe(0)
      expect((await photos.tus(patch(upload, 0, bytes.slice(0, 1234)))).status).toBe(204)
      photos = await opened.reopen()
      expect(await photos.offset(upload)).toBe(1234)
      expect((await photos.tus(patch(upload, 1234, bytes.slice(1234)))).headers.get('Upload-Offset')).toBe('5000')
      expect(await photos.finish(upload, hash)).toEqual({ state: 'stored', bytes: 5000, type: 'image/jpeg' })
      expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
      expect(await photos.offset(upload)).toBeNull()
    })

    it('take no byte twice and none beyond what was announced', async () => {
      const upload = await photos.begin(5000)
      await photos.tus(patch(upload, 0, bytes.slice(0, 3000)))
      expect((await photos.tus(patch(upload, 0, bytes.slice(0, 3000)))).status).toBe(409)
      const more = await photos.tus(patch(upload, 3000, aJpeg(3, 9000)))
      expect(more.status).toBeGreaterThanOrEqual(400)
      expect(await photos.offset(upload)).toBeLessThanOrEqual(5000)
    })

    it('that were spoilt under way are dropped with their staging', async () => {
      const upload = await photos.begin(5000)
      await photos.tus(patch(upload, 0, aJpeg(9, 5000)))
      expect(await photos.finish(upload, hash)).toEqual({ state: 'hashMismatch' })
      expect(await photos.offset(upload)).toBeNull()
      expect(await photos.read(hash)).toBeNull()
    })

    it.each(['../secret', '..%2Fsecret', '/etc/passwd', '.', '', 'a\0b', '../../package'])('know no upload named %j', async (name) => {
      expect(await photos.offset(name)).toBeNull()
      expect(await photos.finish(name, hash)).toEqual({ state: 'hashMismatch' })
      await photos.drop(name)
      expect(await photos.read(`../${name}` as PhotoHash)).toBeNull()
    })
  })
}
