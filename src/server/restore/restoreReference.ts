// Reference rows, devices and seal keys from the backup, where the database lacks them or has
// them older.
import type { Row } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import { scopesOfRow } from '#records/readRights.ts'
import { withoutRhythm } from '../storage/moveRhythms.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { folders, readReference, type Reference } from '../backup/segment.ts'
import type { Storage } from '../storage/port/storage.ts'

export interface RestoredReference {
  rows: number
  devices: number
}

export async function restoreReference(
  storage: Storage,
  backupStore: ObjectStore,
): Promise<RestoredReference> {
  const reference = await newest(backupStore)
  if (!reference) return { rows: 0, devices: 0 }
  return storage.write(async (tx) => {
    const rows = reference.rows.flatMap(asOfToday)
    await tx.lockScopes([...new Set([referenceScope, ...rows.flatMap(scopesOfRow)])])
    const restored = { rows: 0, devices: 0 }
    for (const row of rows) {
      const here = await tx.row(row.t, row.id)
      if (here && here.v >= row.v) continue
      await tx.putRow(row, scopesOfRow(row))
      restored.rows++
    }
    const known = new Map((await tx.devices()).map((device) => [device.id, device]))
    for (const device of reference.devices) {
      const here = known.get(device.id)
      if (here && (here.revokedAt !== null || device.revokedAt === null)) continue
      await tx.putDevice({
        seenAt: null,
        waitingChanges: 0,
        waitingPhotos: 0,
        waitingSince: null,
        ...here,
        ...device,
      })
      restored.devices++
    }
    // The restored ones first: files under way are sealed to them.
    const own = await tx.sealKeys()
    const isIn = (key: JsonWebKey, keys: readonly JsonWebKey[]): boolean =>
      keys.some((each) => each.x === key.x && each.y === key.y)
    const fresh = own.filter((key) => !isIn(key, reference.sealKeys))
    if (reference.sealKeys.some((key) => !isIn(key, own)))
      await tx.putSealKeys([...reference.sealKeys, ...fresh])
    return restored
  })
}

/** A copy from before rhythms left the rows of their places. */
function asOfToday(row: Row): Row[] {
  const moved = row.t === 'place' ? withoutRhythm(row) : null
  return moved ? [moved.place, ...(moved.rhythm ? [moved.rhythm] : [])] : [row]
}

/** A damaged one is passed over for the one before. */
async function newest(backupStore: ObjectStore): Promise<Reference | null> {
  for (const name of (await backupStore.list(folders.reference)).reverse()) {
    const bytes = await backupStore.get(name)
    const reference = bytes && (await readReference(bytes).catch(() => null))
    if (reference) return reference
  }
  return null
}
