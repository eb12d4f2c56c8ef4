// Opens what an operator wished for: the second place, the witnesses, and the copying between them.
// Called by openEndpoint.ts and the commands.
import type { EndpointDeps } from '../deps.ts'
import { isNew } from '../firstRun.ts'
import type { Options } from '../options.ts'
import type { SqlDriver } from '../storage/sqlDriver.ts'
import type { Storage } from '../storage/storage.ts'
import { type Backup, compareWitnesses, startBackup } from './backup.ts'
import { doubtAbout, openSecondPlace } from './openSecondPlace.ts'
import type { SecondPlace } from './secondPlace.ts'
import { sentenceFor, witnessFile, witnessIn, type WitnessStand, WrongDatabase } from './witness.ts'

export type BackupWishes = Pick<Options, 'dataFolder'> &
  Partial<Pick<Options, 'secondPlace' | 'witnessFile'>>

export interface Opened {
  place: SecondPlace | null
  witnesses: WitnessStand[]
}

export async function openPlaces(
  { dataFolder, secondPlace = null, witnessFile: file = null }: BackupWishes,
  log: EndpointDeps['log'],
): Promise<Opened> {
  const place = secondPlace === null ? null : await openSecondPlace(secondPlace)
  const doubt = secondPlace === null ? null : await doubtAbout(secondPlace, dataFolder)
  if (doubt) log.warn(doubt)
  return {
    place,
    witnesses: [
      ...(place ? [witnessIn(place)] : []),
      ...(file === null ? [] : [await witnessFile(file)]),
    ],
  }
}

/** A first run beside the remains of an earlier one would begin a second history under its name. */
export async function refuseFirstRun(driver: SqlDriver, { witnesses }: Opened): Promise<void> {
  if (!(await driver.read(isNew))) return
  for (const stand of witnesses) {
    const witness = await stand.read().catch(() => null)
    if (witness) throw new WrongDatabase(sentenceFor('another', stand.address))
  }
}

/**
 * Throws when the database is not the one its witness knows. A witness that cannot be reached is
 * asked again by the copying itself.
 */
export async function refuseWrongDatabase(
  storage: Storage,
  { witnesses }: Opened,
  log: EndpointDeps['log'],
): Promise<void> {
  try {
    await compareWitnesses(storage, witnesses)
  } catch (error) {
    if (error instanceof WrongDatabase) throw error
    log.warn(
      { trouble: (error as { code?: string }).code ?? (error as Error).name },
      'the second place cannot be reached; work goes on and waits for its copy',
    )
  }
}

export function backUp(
  opened: Opened,
  parts: Pick<EndpointDeps, 'storage' | 'photos' | 'now' | 'log'> & {
    databaseFile?: string
    onWrongDatabase?: (sentence: string) => void
  },
): Backup | undefined {
  return opened.place || opened.witnesses.length > 0
    ? startBackup({ ...parts, ...opened })
    : undefined
}
