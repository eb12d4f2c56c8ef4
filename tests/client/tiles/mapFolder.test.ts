// Maps as files, in a browser that cannot rename a file and may die while it copies one.
import { expect, test } from 'vitest'
import type { AssetHash } from '#domain/ids.ts'
import { mapFolder } from '#client/tiles/mapFolder.ts'

const hash = 'ab'.repeat(32) as AssetHash

/** Files of a page as far as maps use them; `room` in bytes, files that are written are locked. */
function aDisk(room = Infinity) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const locked = new Set<string>()
  const fail = (name: string) => Promise.reject(new DOMException('', name))
  const used = () => [...files.values()].reduce((sum, { length }) => sum + length, 0)
  const accessOf = (name: string) => ({
    getSize: () => files.get(name)!.length,
    write(bytes: Uint8Array, { at }: { at: number }) {
      const own = files.get(name)!
      const taken = bytes.subarray(0, Math.max(0, room - used()))
      const next = new Uint8Array(Math.max(own.length, at + taken.length))
      next.set(own)
      next.set(taken, at)
      files.set(name, next)
      return taken.length
    },
    truncate: (size: number) => void files.set(name, files.get(name)!.slice(0, size)),
    flush: () => undefined,
    close: () => void locked.delete(name),
  })
  const home = {
    getFileHandle(name: string, { create = false } = {}) {
      if (!files.has(name) && !create) return fail('NotFoundError')
      if (!files.has(name)) files.set(name, new Uint8Array())
      return Promise.resolve({
        getFile: () => Promise.resolve(new Blob([files.get(name)!])),
        createSyncAccessHandle() {
          locked.add(name)
          return Promise.resolve(accessOf(name))
        },
      })
    },
    removeEntry(name: string) {
      if (locked.has(name)) return fail('NoModificationAllowedError')
      return files.delete(name) ? Promise.resolve() : fail('NotFoundError')
    },
    async *values() {
      for (const name of [...files.keys()]) yield { kind: 'file', name }
    },
  }
  const root = {
    getDirectoryHandle: () => Promise.resolve(home),
    removeEntry() {
      if (locked.size > 0) return fail('NoModificationAllowedError')
      files.clear()
      return Promise.resolve()
    },
  }
  const place = mapFolder({ getDirectory: () => Promise.resolve(root as never) })
  return { place, files, names: () => [...files.keys()] }
}

async function written(disk: ReturnType<typeof aDisk>, bytes = 10) {
  const part = await disk.place.begin(hash)
  await part.append(new Uint8Array(bytes).fill(7))
  await part.read()
  return part
}

test('a map that was copied whole is a map', async () => {
  const disk = aDisk()
  await (await written(disk)).finish()
  expect((await disk.place.open(hash))?.size).toBe(10)
  expect(await disk.place.list()).toEqual([{ hash, bytes: 10, isWhole: true }])
})

test('a copy that the death of its page cut off is no map, and is made anew', async () => {
  const disk = aDisk()
  const part = await written(disk)
  disk.files.set(`${hash}.pmtiles`, new Uint8Array(4))
  expect(await disk.place.open(hash)).toBeNull()
  expect(await disk.place.list()).toEqual([{ hash, bytes: 10, isWhole: false }])
  await part.finish()
  expect((await disk.place.open(hash))?.size).toBe(10)
})

test('a copy without room for it says so, and is no map', async () => {
  const disk = aDisk(15)
  const part = await written(disk)
  await expect(part.finish()).rejects.toMatchObject({ name: 'QuotaExceededError' })
  expect(await disk.place.open(hash)).toBeNull()
})

test('all go but the one that is being written', async () => {
  const disk = aDisk()
  await (await written(disk)).finish()
  const other = 'cd'.repeat(32) as AssetHash
  await disk.place.begin(other)
  await disk.place.removeAll()
  expect(disk.names()).toEqual([`${other}.part`])
})
