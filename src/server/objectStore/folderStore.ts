// The backup as a folder, best on another disk: each object is a file, written beside its
// place, fsynced and renamed into it.
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from './syncFolder.ts'
import type { ObjectStore } from './objectStore.ts'
import { webStreamOf } from './webStream.ts'

const isDraft = (name: string): boolean => name.endsWith('.draft')

export function folderStore(folder: string): ObjectStore {
  const fileOf = (name: string): string => {
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name) || name.split('/').includes('..'))
      throw new Error(`${name} is no name for an object`)
    return join(folder, name)
  }

  const place = async (name: string, write: (draft: string) => Promise<void>): Promise<void> => {
    const path = fileOf(name)
    const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
    // The folder itself is the operator's: where it is gone, its disk is, and nothing is made in
    // its stead.
    await stat(folder)
    await mkdir(dirname(path), { recursive: true })
    try {
      await write(draft)
      await syncFile(draft)
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    for (let at = dirname(path); ; at = dirname(at)) {
      await syncFolder(at)
      if (at === folder) return
    }
  }

  const get = async (name: string): Promise<Uint8Array<ArrayBuffer> | null> => {
    try {
      return new Uint8Array(await readFile(fileOf(name)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  return {
    address: folder,
    put: (name, bytes) =>
      place(name, async (draft) => {
        const file = await open(draft, 'wx')
        try {
          await file.writeFile(bytes)
        } finally {
          await file.close()
        }
      }),
    putFile: (name, path) => place(name, (draft) => copyFile(path, draft)),
    get,
    getFile: async (name, path) => {
      if (
        !(await stat(fileOf(name)).then(
          (found) => found.isFile(),
          () => false,
        ))
      )
        return false
      await copyFile(fileOf(name), path)
      return true
    },
    has: (name) =>
      stat(fileOf(name)).then(
        (found) => found.isFile(),
        () => false,
      ),
    size: (name) =>
      stat(fileOf(name)).then(
        (found) => (found.isFile() ? found.size : null),
        () => null,
      ),
    stream: async (name, from, length) => {
      const file = await open(fileOf(name), 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      return file && webStreamOf(file.createReadStream({ start: from, end: from + length - 1 }))
    },
    list: async (prefix) => {
      await stat(folder)
      const top = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : ''
      const found = await readdir(join(folder, top), {
        recursive: true,
        withFileTypes: true,
      }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      return found
        .filter((entry) => entry.isFile() && !isDraft(entry.name))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter((name) => name.startsWith(prefix))
        .sort()
    },
    remove: (name) => rm(fileOf(name), { force: true }),
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
