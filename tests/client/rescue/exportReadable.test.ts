import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { exportReadable } from '#client/rescue/exportReadable.ts'
import { phoneName } from '#client/db/phoneFacts.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import { membersDatabases } from '../../world.ts'
import { aCapture, aChange, aPrepared, me } from '../db/aCapture.ts'

const environment = () => ({
  indexedDB: new IDBFactory(),
  IDBKeyRange: IDBKeyRange as never,
  now: () => 1,
  onSuperseded: () => undefined,
  local: {
    getItem: (key: string) => (key === 'gridwalk.member' ? me : null),
    setItem: () => undefined,
    removeItem: () => undefined,
  },
})

it('gives out what was saved, photos included, and not the credential', async () => {
  const here = environment()
  const db = aCapture(here)
  await db.meta.put({ key: 'grant', value: { device: { secret: 'a secret' } } })
  const photo = await aPrepared(1)
  const ref = await savePhoto(db, photo, 'near', 1)
  await saveChange(db, { change: aChange(), photos: ref.ok ? [ref.value] : [], now: 1 })
  db.close()
  const text = await (await exportReadable(here))!.text()
  expect(text).not.toContain('a secret')
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { store: string; value: { hash?: string; bytes?: string } })
  expect(lines.map((line) => line.store)).toEqual([
    'outbox',
    'photo',
    'photo',
    'photoBytes',
    'photoBytes',
  ])
  const bytes = lines.find(
    (line) => line.store === 'photoBytes' && line.value.hash === photo.ref.hash,
  )!.value.bytes!
  expect(Buffer.from(bytes, 'base64').equals(Buffer.from(photo.bytes))).toBe(true)
})

it('gives nothing where nothing can be read, and makes nothing', async () => {
  const here = environment()
  expect(await exportReadable(here)).toBeNull()
  expect(await membersDatabases(here)).toEqual([])
  const refuse = () => {
    const request = { onerror: (_event: unknown) => undefined }
    setTimeout(() => request.onerror({ preventDefault: () => undefined }))
    return request
  }
  const broken = {
    open: (name: string, ...version: number[]) =>
      name === phoneName ? here.indexedDB.open(name, ...version) : refuse(),
  }
  expect(await exportReadable({ ...here, indexedDB: broken as never })).toBeNull()
})
