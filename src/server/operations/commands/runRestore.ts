// `restore --new-epoch`: runs it and says in plain numbers what it did.
import type { Log } from '../../settings/log.ts'
import { restore, type Restored, type RestoreOptions } from '../../restore/restore.ts'

export async function runRestore(
  options: RestoreOptions,
  log: Log,
  say: (text: string) => void,
): Promise<void> {
  say(reportText(await restore(options, log, Date.now)))
}

export function reportText({
  snapshot,
  isFromNothing,
  reference,
  changes,
  photos,
  assets,
  damaged,
}: Restored): string {
  const lines = [
    baseOf(snapshot, isFromNothing),
    `Grids, places and members brought back: ${reference.rows}. Devices: ${reference.devices}.`,
    `Changes brought back: ${changes.taken}; there already: ${changes.known}.`,
    `Photos brought back: ${photos.photos}; records of who handed one in: ${photos.deposits}.`,
  ]
  if (assets > 0) lines.push(`Base maps and plan pictures brought back: ${assets}.`)
  if (changes.parked > 0)
    lines.push(
      `${changes.parked} changes came out otherwise than before; they wait for a supervisor under "parked".`,
    )
  if (photos.missing > 0)
    lines.push(
      `${photos.missing} photos are nowhere any more; the phones that took them are asked for them.`,
    )
  if (damaged.length > 0)
    lines.push(
      `${damaged.length} files of the backup could not be read:`,
      ...damaged.map((name) => `  ${name}`),
    )
  lines.push(
    'The database has a new epoch: every phone offers again what it keeps, and nothing is doubled. Start the server now.',
  )
  return `${lines.join('\n')}\n`
}

function baseOf(snapshot: string | null, isFromNothing: boolean): string {
  if (snapshot !== null) return `The whole copy ${snapshot} was put in place.`
  return isFromNothing
    ? 'There was no database and no whole copy of one; a new one was filled from the journal.'
    : 'The database that was there was taken as it is.'
}
