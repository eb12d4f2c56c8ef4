// A photo or voice note out of a rescue file: named by its own bytes, looked at and told to its
// records like one that came by itself.
import { createHash } from 'node:crypto'
import type { FaultCode } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { type Result, succeed } from '#domain/result.ts'
import type { RescueTally } from '#protocol/rescueFile.ts'
import { admitWhole, type PhotoIntake } from '../photos/admitPhoto.ts'
import type { Device } from '../storage/port/storage.ts'

/** The carrier keeps the record and brings it again. */
const notNow: ReadonlySet<FaultCode> = new Set(['serverBusy', 'comeLater', 'tooManyRequests'])

/**
 * `notAnImage`: neither photo nor voice note, its record is to be kept sealed. A fault: not now.
 */
export async function importPhoto(
  deps: PhotoIntake,
  device: Device,
  bytes: Uint8Array,
  { tally, isCounted }: { tally: RescueTally; isCounted: boolean },
): Promise<Result<'notAnImage' | null>> {
  const hash = createHash('sha256').update(bytes).digest('hex') as PhotoHash
  const isHere = await deps.storage.read(
    async (tx) =>
      (await tx.depositedBy(device.memberId, [hash])).has(hash) && !(await tx.isMissing(hash)),
  )
  const admitted = isHere ? succeed(null) : await admitWhole(deps, hash, device, bytes)
  if (admitted.ok) tally[isHere ? 'photosKnown' : 'photos'] += Number(isCounted)
  else if (notNow.has(admitted.fault.code)) return admitted
  else if (admitted.fault.code === 'photoNotAnImage') return succeed('notAnImage')
  else tally.setAside++ // kept by the server where photos that cannot be shown are kept
  return succeed(null)
}
