// An envelope becomes a change, or the fault for which it is parked; nothing that an enrolled
// device sends is refused (S6).
import { blobsOf, readAttachments } from '#domain/attachment.ts'
import type { Change } from '#domain/change.ts'
import { currentSchema } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import { unkeepableIn } from '#domain/fieldPolicy.ts'
import { isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import { reportLimits } from '#domain/report.ts'
import { fail, type Result } from '#domain/result.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { parseChange } from '#records/parseChange.ts'
import { bringsPhotos } from '#records/recordTypeOf.ts'

/** Sent without its body, which no request could carry (C8). */
export const isBare = (envelope: ChangeEnvelope): boolean =>
  Object.keys(envelope).every((key) => key === 'id' || key === 'n')

export function readChange(envelope: ChangeEnvelope): Result<Change> {
  if (isBare(envelope)) return fail(fault('heldBack'))
  if (Buffer.byteLength(JSON.stringify(envelope)) > reportLimits.changeBytes)
    return fail(fault('tooLarge', { limit: reportLimits.changeBytes }))
  if (typeof envelope.schema === 'number' && envelope.schema > currentSchema)
    return fail(fault('unknownSchema', { schema: envelope.schema }))
  const unkeepable = unkeepableIn(envelope)
  if (unkeepable !== null) return invalid(unkeepable)
  const read = parseChange(envelope)
  return read.ok ? read : invalid(read.fault.detail?.at)
}

const invalid = (field: string | number = ''): Result<Change> =>
  fail(fault('invalidFields', { field: String(field).slice(0, 64) }))

/** Every photo, thumbnail and voice note that this change brings into its row. */
export function photosNamedBy(change: Change): PhotoHash[] {
  if (!bringsPhotos(change.t)) return []
  // Asked before the change is checked: what is no attachment names none.
  const named = change.op === 'create' ? [change.set] : [change.add, change.step]
  const hashes = named
    .flatMap((part) => readAttachments(part ?? {}))
    .flatMap(blobsOf)
    .map(({ hash }) => hash)
  return [...new Set(hashes)].filter((hash) => isPhotoHash(String(hash)))
}
