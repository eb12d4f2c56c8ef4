// A photo's bytes are here: written down, and told to every record that names it, so that people
// see "3 of 5 arrived".
import { ownScope } from '#domain/scope.ts'
import type { Instant, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import { nextVersion } from '#domain/row.ts'
import { recordTypeOf } from '#records/recordTypeOf.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'
import type { StoredPhoto } from '../storage/port/journal.ts'

/** Returns the scopes that have news. */
export function acceptPhoto(
  storage: Storage,
  photo: StoredPhoto,
  by: Pick<Device, 'id' | 'memberId'>,
  at: Instant,
): Promise<ScopeId[]> {
  return storage.write(async (tx) => {
    if (await tx.isMissing(photo.hash)) {
      for (const { id } of await tx.openIncidentsOf({ type: 'photoRotten', subject: photo.hash }))
        await tx.closeIncident(id, { at, by: null, note: null })
    }
    await tx.putPhoto(photo, by, at)
    await tx.dropUpload(photo.hash, by.memberId)
    return tellRecords(tx, photo.hash, by.memberId)
  })
}

/**
 * To every record in which this member names the photo: it is here. Returns the scopes that have
 * news.
 */
export async function tellRecords(
  tx: WriteTx,
  hash: PhotoHash,
  memberId: MemberId,
): Promise<ScopeId[]> {
  // Whoever names a photo holds this scope too (scopesToLock.ts): the naming is seen here, or the
  // photo there.
  await tx.lockScopes([ownScope(memberId)])
  const naming = await tx.rowsNaming(hash, memberId)
  const scopes = new Set<ScopeId>()
  for (let seen = -1; seen < scopes.size;) {
    seen = scopes.size
    for (const { t, id } of naming) for (const scope of await tx.scopesOf(t, id)) scopes.add(scope)
    await tx.lockScopes([...scopes])
  }
  for (const { t, id } of naming) {
    const row = await tx.row(t, id)
    if (!row || !recordTypeOf(t)?.carriesPhotos) continue
    const arrived = new Set(row.f.arrived as PhotoHash[] | undefined)
    if (arrived.has(hash)) continue
    const after = nextVersion(row, { ...row.f, arrived: [...arrived, hash].sort() })
    await tx.putRow(after, scopesOfRow(after))
  }
  return [...scopes]
}
