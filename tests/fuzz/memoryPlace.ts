// A second place in memory, and what of it the judge asks.
import type { JournalLine } from '#endpoint/secondPlace/segment.ts'
import { folders, photoName, readLines } from '#endpoint/secondPlace/segment.ts'
import type { SecondPlace } from '#endpoint/secondPlace/secondPlace.ts'

export function memoryPlace(): SecondPlace {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    address: 'memory',
    put: (name, bytes) => Promise.resolve(void objects.set(name, new Uint8Array(bytes))),
    get: (name) => Promise.resolve(objects.get(name) ?? null),
    has: (name) => Promise.resolve(objects.has(name)),
    list: (prefix) =>
      Promise.resolve([...objects.keys()].filter((name) => name.startsWith(prefix)).sort()),
    remove: (name) => Promise.resolve(void objects.delete(name)),
    // Only whole databases go as files, and none is taken in a story.
    putFile: () => Promise.reject(new Error('no files here')),
    getFile: () => Promise.resolve(false),
  }
}

export async function journalIn(place: SecondPlace): Promise<JournalLine[]> {
  const lines: JournalLine[] = []
  for (const name of await place.list(folders.journal))
    lines.push(...(await readLines<JournalLine>((await place.get(name))!)))
  return lines
}

export const holdsPhoto = (place: SecondPlace, hash: string): Promise<boolean> =>
  place.has(photoName(hash))
