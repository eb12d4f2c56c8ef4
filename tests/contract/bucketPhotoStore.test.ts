import { expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { objectPhotoStore } from '#server/photos/objectPhotoStore.ts'
import { bucketStore } from '#server/objectStore/bucketStore.ts'
import { isOfTheEngine } from '#server/storage/port/engineTrouble.ts'
import { aBucket, type Bucket } from '../aBucket.ts'
import { aJpeg } from '../world.ts'
import { aMemory, type OpenedPhotos, photoStoreContract } from './photoStoreContract.ts'

async function openBucket(clock?: () => number): Promise<OpenedPhotos & { bucket: Bucket }> {
  const bucket = await aBucket()
  const storage = await aMemory()
  const open = () =>
    Promise.resolve(objectPhotoStore(bucketStore(bucket.address, 300), storage, clock))
  return {
    bucket,
    photos: await open(),
    reopen: open,
    another: open,
    names: () => bucketStore(bucket.address).list(''),
    discard: async () => {
      await storage.close()
      await bucket.close()
    },
  }
}

photoStoreContract('a bucket', openBucket)

it('D7 a photo that the store has lost after taking it is no photo; put again it is one', async () => {
  const { photos, bucket, discard } = await openBucket()
  const bytes = aJpeg(1, 5000)
  const hash = await sha256(bytes)
  bucket.loseNext()
  await expect(photos.put(hash, new Uint8Array(bytes))).rejects.toThrow()
  expect(await photos.put(hash, new Uint8Array(bytes))).toMatchObject({ state: 'stored' })
  expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
  await discard()
})

it.each(['fail', 'cut', 'stall'] as const)(
  'D7 a store that goes down (%s) when an upload is finished loses nothing of it',
  async (day) => {
    const { photos, bucket, discard } = await openBucket()
    const bytes = aJpeg(2, 5000)
    const hash = await sha256(bytes)
    const upload = await photos.begin(5000)
    const piece = {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    }
    await photos.tus(
      new Request(`http://localhost/api/photos/uploads/${upload}`, {
        method: 'PATCH',
        headers: piece,
        body: bytes,
      }),
    )
    bucket.next('PUT', day, 9)
    const error = await photos.finish(upload, hash).catch((each: unknown) => each)
    expect(isOfTheEngine(error)).toBe(true)
    expect([await photos.offset(upload), await photos.read(hash)]).toEqual([5000, null])
    for (let tries = 0; tries < 9 && !(await photos.read(hash)); tries++)
      await photos.finish(upload, hash).catch(() => undefined)
    expect(await photos.read(hash)).toEqual(new Uint8Array(bytes))
    await discard()
  },
)

it('a piece the store did not take is not counted', async () => {
  const { photos, bucket, discard } = await openBucket()
  const upload = await photos.begin(5000)
  const piece = {
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': '0',
    'Content-Type': 'application/offset+octet-stream',
  }
  bucket.next('PUT', 'fail', 9)
  await expect(
    photos.tus(
      new Request(`http://localhost/api/photos/uploads/${upload}`, {
        method: 'PATCH',
        headers: piece,
        body: aJpeg(3, 5000),
      }),
    ),
  ).rejects.toThrow()
  expect(await photos.offset(upload)).toBe(0)
  await discard()
})
