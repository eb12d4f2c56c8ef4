// Photos and voice notes in and out (SPEC P), the one way for both. In with the device credential,
// out with a user session that may see a row naming them.
import { Hono } from 'hono'
import { type AttachmentField, attachmentFields } from '#domain/attachment.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { isPhotoHash, type PhotoHash } from '#domain/ids.ts'
import { media } from '#domain/media.ts'
import { photoLimits } from '#domain/photo.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { protocolLimits } from '#protocol/messages.ts'
import { PhotoOffer } from '#protocol/photoMessages.ts'
import { parseJson } from '#protocol/parse.ts'
import { admitPhoto, admitWhole, chargePhoto, faultOfQuarantined } from '../photos/admitPhoto.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import { deviceOf } from '../auth/devices.ts'
import type { ServerDeps } from './deps.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { soundPhoto } from '../photos/soundPhoto.ts'
import { photoUploadsPath as uploadsPath } from '../photos/objectPhotoStore.ts'
import { withoutMetadata } from '../photos/withoutMetadata.ts'
import { refuse } from '../http/problems.ts'
import { readBody } from '../http/readBody.ts'

/** What tus refuses in its own words, in ours (A3); the status stays the one tus promises. */
const tusFaults: Record<number, Fault> = {
  404: fault('photoUnknown'),
  410: fault('photoUnknown'),
  409: fault('changedMeanwhile'),
  413: fault('photoTooLarge', { limit: photoLimits.uploadBytes }),
}

export function photoRoutes(deps: ServerDeps): Hono {
  const photoRepair = { ...deps, backupStore: deps.backupStore ?? null }
  const json = (body: unknown): Response =>
    Response.json(body, { headers: { 'Cache-Control': 'no-store' } })

  const tooLarge = (medium: AttachmentField, limit: number): Response =>
    refuse(fault(medium === 'voice' ? 'voiceTooLarge' : 'photoTooLarge', { limit }))

  const offer = async (medium: AttachmentField, request: Request): Promise<Response> => {
    const device = await deviceOf(deps.storage, request.headers)
    if (!device.ok) return refuse(device.fault)
    const body = await readBody(request)
    const asked = body.ok ? parseJson(PhotoOffer, body.value) : body
    if (!asked.ok) return refuse(asked.fault)
    const hash = asked.value.hash as PhotoHash
    const { uploadBytes } = media[medium]
    if (asked.value.bytes > uploadBytes) return tooLarge(medium, uploadBytes)
    const { memberId } = device.value
    // Only who handed the bytes in is told that they are here: knowing a hash proves nothing (P5).
    const known = await deps.storage.read(async (tx) => ({
      isHere: (await tx.depositedBy(memberId, [hash])).has(hash) && !(await tx.isMissing(hash)),
      type: (await tx.photo(hash))?.type,
      upload: await tx.upload(hash, memberId),
      quarantined: await tx.quarantined(hash, memberId),
    }))
    if (known.isHere && known.type && mediumOf(known.type) !== medium)
      return refuse(fault(medium === 'voice' ? 'voiceNotAudio' : 'photoNotAnImage'))
    // Said of bytes that were looked at: whoever hears it may let go of their own.
    if (known.isHere && (await soundPhoto(photoRepair, hash))) return json({ v: 1, state: 'have' })
    if (known.quarantined) return refuse(faultOfQuarantined(known.quarantined.fault))
    const offset = known.upload ? await deps.photos.offset(known.upload) : null
    if (known.upload && offset === asked.value.bytes) {
      const kept = await admitPhoto(
        deps,
        hash,
        device.value,
        (keeping) => deps.photos.finish(known.upload!, hash, keeping),
        medium,
      )
      if (kept.ok) return json({ v: 1, state: 'have' })
      // Sent again it would be refused again; only bytes that were spoilt on the way begin anew
      // (P4).
      if (kept.fault.code !== 'photoHashMismatch') return refuse(kept.fault)
    } else if (known.upload && offset !== null)
      return json({ v: 1, state: 'open', url: `${uploadsPath}/${known.upload}`, offset })
    const begun = await deps.storage.write(async (tx): Promise<Result<string>> => {
      const { bytes } = asked.value
      const uploads = { memberId, account: 'uploads', now: deps.now() } as const
      const noRoom =
        (await ledgerOf(deps).whyNot(tx, uploads, () => tx.stagedBy(memberId), {
          items: 1,
          bytes,
        })) ?? (await chargePhoto(tx, deps, device.value, bytes))
      if (noRoom) return fail(noRoom)
      const upload = await deps.photos.begin(bytes, tx)
      await tx.putUpload(hash, memberId, upload, deps.now())
      return succeed(upload)
    })
    return begun.ok
      ? json({ v: 1, state: 'open', url: `${uploadsPath}/${begun.value}`, offset: 0 })
      : refuse(begun.fault)
  }

  const putWhole = async (
    medium: AttachmentField,
    request: Request,
    hash: string,
  ): Promise<Response> => {
    const device = await deviceOf(deps.storage, request.headers)
    if (!device.ok) return refuse(device.fault)
    if (!isPhotoHash(hash)) return refuse(fault('malformed', { at: 'hash', expected: 'SHA-256' }))
    if (Number(request.headers.get('content-length') ?? Infinity) > protocolLimits.putBytes)
      return tooLarge(medium, protocolLimits.putBytes)
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.length === 0)
      return refuse(fault(medium === 'voice' ? 'voiceNotAudio' : 'photoEmpty'))
    const apart = await deps.storage.read((tx) => tx.quarantined(hash, device.value.memberId))
    if (apart) return refuse(faultOfQuarantined(apart.fault))
    const kept = await admitWhole(deps, hash, device.value, bytes, medium)
    return kept.ok ? json({ v: 1, state: 'have' }) : refuse(kept.fault)
  }

  const resume = async (request: Request): Promise<Response> => {
    const device = await deviceOf(deps.storage, request.headers)
    if (!device.ok) return refuse(device.fault)
    if (request.method !== 'PATCH' && request.method !== 'HEAD') return refuse(fault('notAllowed'))
    const answer = await deps.photos.tus(request)
    if (answer.status < 400) return answer
    const known =
      tusFaults[answer.status] ?? fault('malformed', { at: 'upload', expected: 'tus 1.0' })
    const refusal = refuse(known)
    return new Response(request.method === 'HEAD' ? null : refusal.body, {
      status: answer.status,
      headers: refusal.headers,
    })
  }

  const show = async (
    medium: AttachmentField,
    request: Request,
    hash: string,
  ): Promise<Response> => {
    const reader = await deps.auth.memberIdOf(request.headers)
    if (!reader) return refuse(fault('signedOut'))
    if (!isPhotoHash(hash)) return refuse(fault('photoUnknown'))
    const photo = await deps.storage.read(async (tx) => {
      const member = await memberOf(tx, reader)
      if (!member || !(await tx.isPhotoIn(hash, await scopesOfMember(tx, member)))) return undefined
      return tx.photo(hash)
    })
    const bytes = photo && (await soundPhoto(photoRepair, hash))
    // What it was named as says nothing of what it is.
    if (!photo || !bytes || mediumOf(photo.type) !== medium) return refuse(fault('photoUnknown'))
    const shown = await asShown(bytes, photo.type)
    if (!shown) return refuse(fault('serverBusy'))
    return new Response(shown.bytes, {
      headers: {
        'Content-Type': shown.type,
        'Content-Disposition': `inline; filename="${medium === 'voice' ? 'voice' : 'photo'}"`,
        'Cache-Control': 'private, max-age=31536000, immutable',
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'Cross-Origin-Resource-Policy': 'same-origin',
        'X-Content-Type-Options': 'nosniff',
      },
    })
  }

  /** Browsers show no HEIC, so it is served as a JPEG; the original stays as it came. */
  const asShown = async (
    bytes: Uint8Array<ArrayBuffer>,
    type: string,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null> => {
    if (mediumOf(type) === 'voice') return { bytes, type }
    if (type !== 'image/heic') return { bytes: withoutMetadata(bytes, type), type }
    const made = await deps.images.asJpeg(bytes)
    return made.state === 'sound' && made.jpeg
      ? { bytes: new Uint8Array(made.jpeg), type: 'image/jpeg' }
      : null
  }

  const routes = new Hono().on(
    ['PATCH', 'HEAD', 'POST', 'DELETE', 'GET', 'OPTIONS'],
    `${uploadsPath}/*`,
    (context) => resume(context.req.raw),
  )
  for (const medium of attachmentFields)
    routes
      .post(`/api/${medium}`, ({ req }) => offer(medium, req.raw))
      .put(`/api/${medium}/:hash`, ({ req }) => putWhole(medium, req.raw, req.param('hash')))
      .get(`/api/${medium}/:hash`, ({ req }) => show(medium, req.raw, req.param('hash')))
  return routes
}

const mediumOf = (type: string): AttachmentField => (type.startsWith('audio/') ? 'voice' : 'photos')
