// What every second place must do: the same suite on a folder and on a bucket.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bucketPlace } from '#endpoint/secondPlace/bucketPlace.ts'
import { folderPlace } from '#endpoint/secondPlace/folderPlace.ts'
import { putSurely, type SecondPlace } from '#endpoint/secondPlace/secondPlace.ts'
import { aBucket } from '../aBucket.ts'

interface Opened {
  place: SecondPlace
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
    place: folderPlace(folder),
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

async function inBucket(): Promise<Opened & { bucket: Awaited<ReturnType<typeof aBucket>> }> {
  const bucket = await aBucket()
  return {
    bucket,
    place: bucketPlace({ ...bucket.address, prefix: 'org/one' }),
    discard: () => bucket.close(),
  }
}

describe.each([
  ['a folder', inFolder],
  ['a bucket', inBucket],
] as const)('a second place in %s', (_kind, open) => {
  let opened: Opened
  let place: SecondPlace
  let around: string
  beforeEach(async () => {
    opened = await open()
    place = opened.place
    around = await mkdtemp(join(tmpdir(), 'gridwalk-around-'))
  })
  afterEach(async () => {
    await opened.discard()
    await rm(around, { recursive: true })
  })

  it('gives back what was put, and the newer of two under one name', async () => {
    expect([await place.get('journal/a'), await place.has('journal/a')]).toEqual([null, false])
    await place.put('journal/a', bytes('one'))
    await place.put('journal/a', bytes('two'))
    expect([textOf(await place.get('journal/a')), await place.has('journal/a')]).toEqual([
      'two',
      true,
    ])
    await place.put('empty', new Uint8Array())
    expect(textOf(await place.get('empty'))).toBe('')
  })

  it('takes and gives whole files', async () => {
    await writeFile(join(around, 'in'), 'x'.repeat(200_000))
    await place.putFile('snapshots/1.gz', join(around, 'in'))
    expect(await place.getFile('snapshots/1.gz', join(around, 'out'))).toBe(true)
    expect((await readFile(join(around, 'out'), 'utf8')).length).toBe(200_000)
    expect(await place.getFile('snapshots/2.gz', join(around, 'none'))).toBe(false)
  })

  it('lists what begins so, in order, and forgets what is removed', async () => {
    for (const name of [
      'journal/2026-01-02/b',
      'journal/2026-01-01/a',
      'reference/1',
      'place.json',
    ])
      await place.put(name, bytes(name))
    expect(await place.list('journal/')).toEqual(['journal/2026-01-01/a', 'journal/2026-01-02/b'])
    expect(await place.list('journal/2026-01-02/')).toEqual(['journal/2026-01-02/b'])
    expect(await place.list('deposits/')).toEqual([])
    expect(await place.list('')).toEqual([
      'journal/2026-01-01/a',
      'journal/2026-01-02/b',
      'place.json',
      'reference/1',
    ])
    await place.remove('reference/1')
    await place.remove('reference/1')
    expect(await place.has('reference/1')).toBe(false)
  })

  it('is only believed when what was put comes back', async () => {
    await expect(
      putSurely({ ...place, get: () => Promise.resolve(new Uint8Array([1])) }, 'a', bytes('a')),
    ).rejects.toThrow('does not come back')
    await expect(putSurely(place, 'a', bytes('a'))).resolves.toBeUndefined()
  })
})

describe('a folder as second place', () => {
  it('leaves no half-written file behind, and lists none', async () => {
    const { folder, place, discard } = await inFolder()
    await place.put('journal/a', bytes('a'))
    await expect(place.putFile('journal/b', join(folder, 'not-there'))).rejects.toThrow()
    expect(await readdir(join(folder, 'journal'))).toEqual(['a'])
    await writeFile(join(folder, 'journal', 'c.0123.draft'), 'half')
    expect(await place.list('journal/')).toEqual(['journal/a'])
    await discard()
  })

  it('is not made anew when its disk is gone', async () => {
    const { folder, place, discard } = await inFolder()
    await rm(folder, { recursive: true })
    await expect(place.put('journal/a', bytes('a'))).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(place.list('journal/')).rejects.toMatchObject({ code: 'ENOENT' })
    await discard()
  })

  it.each(['../a', '/etc/passwd', 'a/../../b', 'a//b', ''])('refuses the name %j', async (name) => {
    const { place, discard } = await inFolder()
    await expect(Promise.resolve().then(() => place.put(name, bytes('x')))).rejects.toThrow(
      'is no name',
    )
    await discard()
  })
})

describe('a bucket as second place', () => {
  it('says so when an object that was acknowledged is not there', async () => {
    const { bucket, place, discard } = await inBucket()
    bucket.loseNext()
    await expect(putSurely(place, 'journal/a', bytes('a'))).rejects.toThrow('does not come back')
    await discard()
  })

  it('says so when the store keeps failing', async () => {
    const { bucket, place, discard } = await inBucket()
    bucket.next('PUT', 'fail', 9)
    await expect(place.put('journal/a', bytes('a'))).rejects.toThrow()
    await discard()
  })

  it('keeps everything under its prefix', async () => {
    const { bucket, place, discard } = await inBucket()
    await place.put('journal/a', bytes('a'))
    expect([...bucket.objects.keys()]).toEqual(['org/one/journal/a'])
    expect(place.address).toBe('s3://photos/org/one')
    await discard()
  })
})
