// What every backup must do: the same suite on a folder and on a bucket.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bucketStore } from '#server/objectStore/bucketStore.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import { putVerified, type ObjectStore } from '#server/objectStore/objectStore.ts'
import { aBucket } from '../aBucket.ts'

interface Opened {
  store: ObjectStore
  discard(): Promise<void>
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (found: Uint8Array | null): string | null => found && new TextDecoder().decode(found)

process.env['AWS_ACCESS_KEY_ID'] ??= 'a-key-of-the-tests'
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'a-secret-of-the-tests'

async function inFolder(): Promise<Opened & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-place-'))
  return {
    folder,
    store: folderStore(folder),
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

async function inBucket(): Promise<Opened & { bucket: Awaited<ReturnType<typeof aBucket>> }> {
  const bucket = await aBucket()
  return {
    bucket,
    store: bucketStore({ ...bucket.address, prefix: 'org/one' }),
    discard: () => bucket.close(),
  }
}

describe.each([
  ['a folder', inFolder],
  ['a bucket', inBucket],
] as const)('a backup in %s', (_kind, open) => {
  let opened: Opened
  let store: ObjectStore
  let around: string
  beforeEach(async () => {
    opened = await open()
    store = opened.store
    around = await mkdtemp(join(tmpdir(), 'gridwalk-around-'))
  })
  afterEach(async () => {
    await opened.discard()
    await rm(around, { recursive: true })
  })

  it('gives back what was put, and the newer of two under one name', async () => {
    expect([await store.get('journal/a'), await store.has('journal/a')]).toEqual([null, false])
    await store.put('journal/a', bytes('one'))
    await store.put('journal/a', bytes('two'))
    expect([textOf(await store.get('journal/a')), await store.has('journal/a')]).toEqual([
      'two',
      true,
    ])
    await store.put('empty', new Uint8Array())
    expect(textOf(await store.get('empty'))).toBe('')
  })

  it('takes and gives whole files', async () => {
    await writeFile(join(around, 'in'), 'x'.repeat(200_000))
    await store.putFile('snapshots/1.gz', join(around, 'in'))
    expect(await store.getFile('snapshots/1.gz', join(around, 'out'))).toBe(true)
    expect((await readFile(join(around, 'out'), 'utf8')).length).toBe(200_000)
    expect(await store.getFile('snapshots/2.gz', join(around, 'none'))).toBe(false)
  })

  it('lists what begins so, in order, and forgets what is removed', async () => {
    for (const name of [
      'journal/2026-01-02/b',
      'journal/2026-01-01/a',
      'reference/1',
      'place.json',
    ])
      await store.put(name, bytes(name))
    expect(await store.list('journal/')).toEqual(['journal/2026-01-01/a', 'journal/2026-01-02/b'])
    expect(await store.list('journal/2026-01-02/')).toEqual(['journal/2026-01-02/b'])
    expect(await store.list('deposits/')).toEqual([])
    expect(await store.list('')).toEqual([
      'journal/2026-01-01/a',
      'journal/2026-01-02/b',
      'place.json',
      'reference/1',
    ])
    await store.remove('reference/1')
    await store.remove('reference/1')
    expect(await store.has('reference/1')).toBe(false)
  })

  it('is only believed when what was put comes back', async () => {
    await expect(
      putVerified({ ...store, get: () => Promise.resolve(new Uint8Array([1])) }, 'a', bytes('a')),
    ).rejects.toThrow('does not come back')
    await expect(putVerified(store, 'a', bytes('a'))).resolves.toBeUndefined()
  })
})

describe('a folder as backup', () => {
  it('leaves no half-written file behind, and lists none', async () => {
    const { folder, store, discard } = await inFolder()
    await store.put('journal/a', bytes('a'))
    await expect(store.putFile('journal/b', join(folder, 'not-there'))).rejects.toThrow()
    expect(await readdir(join(folder, 'journal'))).toEqual(['a'])
    await writeFile(join(folder, 'journal', 'c.0123.draft'), 'half')
    expect(await store.list('journal/')).toEqual(['journal/a'])
    await discard()
  })

  it('is not made anew when its disk is gone', async () => {
    const { folder, store, discard } = await inFolder()
    await rm(folder, { recursive: true })
    await expect(store.put('journal/a', bytes('a'))).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(store.list('journal/')).rejects.toMatchObject({ code: 'ENOENT' })
    await discard()
  })

  it.each(['../a', '/etc/passwd', 'a/../../b', 'a//b', ''])('refuses the name %j', async (name) => {
    const { store, discard } = await inFolder()
    await expect(Promise.resolve().then(() => store.put(name, bytes('x')))).rejects.toThrow(
      'is no name',
    )
    await discard()
  })
})

describe('a bucket as backup', () => {
  it('says so when an object that was acknowledged is not there', async () => {
    const { bucket, store, discard } = await inBucket()
    bucket.loseNext()
    await expect(putVerified(store, 'journal/a', bytes('a'))).rejects.toThrow('does not come back')
    await discard()
  })

  it('says so when the store keeps failing', async () => {
    const { bucket, store, discard } = await inBucket()
    bucket.next('PUT', 'fail', 9)
    await expect(store.put('journal/a', bytes('a'))).rejects.toThrow()
    await discard()
  })

  it('keeps everything under its prefix', async () => {
    const { bucket, store, discard } = await inBucket()
    await store.put('journal/a', bytes('a'))
    expect([...bucket.objects.keys()]).toEqual(['org/one/journal/a'])
    expect(store.address).toBe('s3://photos/org/one')
    await discard()
  })
})
