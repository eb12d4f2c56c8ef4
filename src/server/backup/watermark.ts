// A note outside the database of how far it has come. A database behind it, or with another epoch,
// is an older or another one: it is not served until an operator says so with `restore
// --new-epoch`, because phones hold what it has forgotten.
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { Heads } from '../storage/port/durability.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'

export interface Watermark extends Heads {
  epoch: string
}

export type WatermarkCheck = 'fine' | 'behind' | 'another'

export interface WatermarkStore {
  /** For sentences. */
  readonly address: string
  read(): Promise<Watermark | null>
  write(watermark: Watermark): Promise<void>
}

const objectName = 'witness.json'

export function watermarkStoreIn(place: ObjectStore, name = objectName): WatermarkStore {
  return {
    address: place.address,
    read: async () => {
      const bytes = await place.get(name)
      return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Watermark)
    },
    write: (watermark) => place.put(name, Buffer.from(JSON.stringify(watermark))),
  }
}

/** `--witness <file>`: the same note as a file, for instance on another disk. */
export async function watermarkFile(path: string): Promise<WatermarkStore> {
  const whole = resolve(path)
  await stat(dirname(whole)).catch(() => {
    throw new Error(`there is no folder ${dirname(whole)} for the watermark`)
  })
  await readFile(whole).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return { ...watermarkStoreIn(folderStore(dirname(whole)), basename(whole)), address: whole }
}

export const readWatermark = async (tx: ReadTx): Promise<Watermark> => ({
  epoch: await tx.epoch(),
  ...(await tx.sumOfHeads()),
})

/**
 * Null stands for a watermark that was never written. @param previous what the database was before
 * its epoch was changed on purpose.
 */
export function checkWatermark(
  watermark: Watermark | null,
  here: Watermark,
  previous: readonly string[],
): WatermarkCheck {
  if (!watermark || previous.includes(watermark.epoch)) return 'fine'
  if (watermark.epoch !== here.epoch) return 'another'
  return here.rows < watermark.rows || here.changes < watermark.changes ? 'behind' : 'fine'
}

export function sentenceFor(check: Exclude<WatermarkCheck, 'fine'>, address: string): string {
  const what =
    check === 'behind'
      ? `The database is older than it was: ${address} has seen more of it than it holds`
      : `This is not the database that ${address} knows`
  return (
    `${what}. Nothing is served from it, so that no phone is misled; what phones hold stays safe on them. ` +
    'Bring back what is missing with: restore --new-epoch (see --help), or name another backup.'
  )
}

/** The database is not the one its watermark knows. */
export class WrongDatabase extends Error {}

/** Throws WrongDatabase at the first that knows another database than this. */
export async function compareWatermarks(
  storage: Storage,
  watermarks: readonly WatermarkStore[],
): Promise<void> {
  for (const store of watermarks) {
    const watermark = await store.read()
    // Read after the watermark: another node may have gone on in between, and this one must not
    // seem behind.
    const [here, previous] = await storage.read(
      async (tx) => [await readWatermark(tx), await tx.previousEpochs()] as const,
    )
    const check = checkWatermark(watermark, here, previous)
    if (check !== 'fine') throw new WrongDatabase(sentenceFor(check, store.address))
  }
}

export async function writeWatermarks(
  storage: Storage,
  watermarks: readonly WatermarkStore[],
): Promise<void> {
  const here = await storage.read(readWatermark)
  for (const store of watermarks) await store.write(here)
}
