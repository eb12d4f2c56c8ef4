// A note outside the database of how far it has come. A database behind it, or with another epoch,
// is an older or another one: it is not served until an operator says so with `restore
// --new-epoch`, because phones hold what it has forgotten.
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { Heads } from '../storage/durability.ts'
import type { ReadTx } from '../storage/storage.ts'
import { folderPlace } from './folderPlace.ts'
import type { SecondPlace } from './secondPlace.ts'

export interface Witness extends Heads {
  epoch: string
}

export type Verdict = 'fine' | 'behind' | 'another'

export interface WitnessStand {
  /** For sentences. */
  readonly address: string
  read(): Promise<Witness | null>
  write(witness: Witness): Promise<void>
}

const objectName = 'witness.json'

export function witnessIn(place: SecondPlace, name = objectName): WitnessStand {
  return {
    address: place.address,
    read: async () => {
      const bytes = await place.get(name)
      return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Witness)
    },
    write: (witness) => place.put(name, Buffer.from(JSON.stringify(witness))),
  }
}

/** `--witness <file>`: the same note as a file, for instance on another disk. */
export async function witnessFile(path: string): Promise<WitnessStand> {
  const whole = resolve(path)
  await stat(dirname(whole)).catch(() => {
    throw new Error(`there is no folder ${dirname(whole)} for the witness`)
  })
  await readFile(whole).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return { ...witnessIn(folderPlace(dirname(whole)), basename(whole)), address: whole }
}

export const testify = async (tx: ReadTx): Promise<Witness> => ({
  epoch: await tx.epoch(),
  ...(await tx.sumOfHeads()),
})

/**
 * Null stands for a witness that was never written. @param former what the database was before its
 * epoch was changed on purpose.
 */
export function verdictOf(
  witness: Witness | null,
  here: Witness,
  former: readonly string[],
): Verdict {
  if (!witness || former.includes(witness.epoch)) return 'fine'
  if (witness.epoch !== here.epoch) return 'another'
  return here.rows < witness.rows || here.changes < witness.changes ? 'behind' : 'fine'
}

export function sentenceFor(verdict: Exclude<Verdict, 'fine'>, address: string): string {
  const what =
    verdict === 'behind'
      ? `The database is older than it was: ${address} has seen more of it than it holds`
      : `This is not the database that ${address} knows`
  return (
    `${what}. Nothing is served from it, so that no phone is misled; what phones hold stays safe on them. ` +
    'Bring back what is missing with: restore --new-epoch (see --help), or name another second place.'
  )
}

/** The database is not the one its witness knows. */
export class WrongDatabase extends Error {}
