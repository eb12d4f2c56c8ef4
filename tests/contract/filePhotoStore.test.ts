import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { openFilePhotoStore } from '#server/photos/openPhotoStore.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import { aJpeg } from '../world.ts'
import { aMemory, type OpenedPhotos, photoStoreContract } from './photoStoreContract.ts'

async function openFolder(
  clock?: () => number,
): Promise<OpenedPhotos & { folder: string; around: string }> {
  const around = await mkdtemp(join(tmpdir(), 'gridwalk-photos-'))
  const folder = join(around, 'photos')
  await mkdir(folder)
  const storage = await aMemory()
  return {
    folder,
    around,
    photos: await openFilePhotoStore(folder, storage, clock),
    reopen: () => openFilePhotoStore(folder, storage, clock),
    another: () => openFilePhotoStore(folder, storage, clock),
    names: () => folderStore(folder).list(''),
    discard: async () => {
      await storage.close()
      await rm(around, { recursive: true })
    },
  }
}

photoStoreContract('a folder', openFolder)

it('a file beside the folder is out of reach of every name', async () => {
  const { photos, around, discard } = await openFolder()
  await writeFile(join(around, 'secret'), 'still here')
  await writeFile(join(around, 'secret.json'), '{"id":"secret","size":99,"offset":0}')
  for (const name of ['../../secret', '../secret', `${around}/secret`]) {
    await photos.finish(name, await sha256(new TextEncoder().encode('still here').buffer))
    await photos.drop(name)
  }
  expect(await readFile(join(around, 'secret'), 'utf8')).toBe('still here')
  await discard()
})

it('a finished photo leaves no draft and no staging behind', async () => {
  const { photos, folder, discard } = await openFolder()
  const bytes = aJpeg(4, 700)
  const hash = await sha256(bytes)
  await photos.put(hash, new Uint8Array(bytes))
  expect(await readdir(join(folder, hash.slice(0, 2), hash.slice(2, 4)))).toEqual([hash])
  expect(await readdir(folder)).toEqual([hash.slice(0, 2)])
  await discard()
})
