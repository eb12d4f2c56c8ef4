// How a fault leaves the endpoint as HTTP. Every code has a status; a new one does not compile without (A2, A3).
import type { Fault, FaultCode } from '#domain/fault.ts'

export const statusOf = {
  malformed: 400, tooLarge: 413, unknownSchema: 400, unknownPath: 404, tooManyRequests: 429, comeLater: 429, internal: 500,
  unknownDevice: 401, revokedDevice: 401, signedOut: 401, notAllowed: 403, inviteSpent: 410, needsFreshInvite: 403, nameTaken: 409, wrongPassword: 401,
  unknownKind: 422, invalidFields: 422, unknownGrid: 422, unknownPlace: 422, badPosition: 422, tooManyPhotos: 422, unknownReport: 404,
  notYours: 403, notYourGrid: 403, closedReport: 409, wrongStanding: 409, handlerMayNotCheck: 403, missingReason: 422, missingHandler: 422,
  missingPhoto: 422, idTaken: 409, changedMeanwhile: 409, heldBack: 422, alreadyDecided: 409, authorMayNotDecide: 403,
  photoEmpty: 422, photoNotAnImage: 415, photoHeic: 415, photoTooLarge: 413, photoTooManyPixels: 413, photoUnreadable: 422,
  photoHashMismatch: 422, photoUnknown: 404, photoLost: 404, photoTwice: 409, photoNotKept: 503,
  storageFull: 503, storageLost: 503, storageRefused: 503, storageEmptied: 503, storageBlocked: 503, insecureAddress: 503, offline: 503, notOurAnswer: 502, serverBusy: 503, serverFull: 503, serverDamaged: 503, appTooOld: 426,
  workWaits: 409, draftElsewhere: 409, draftEnded: 409, tooLate: 409, cameraRefused: 400, cameraMissing: 400, positionRefused: 400, positionUnavailable: 400, codeUnknown: 404, updateNeeded: 426,
  rescueNotAFile: 422, rescueForeign: 422, noSealKey: 503,
} as const satisfies Record<FaultCode, number>

export function refuse(fault: Fault, req?: string): Response {
  const headers = new Headers({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  const status = statusOf[fault.code]
  if (status === 429 || status === 503) headers.set('Retry-After', String(fault.detail?.retryAfterSeconds ?? 5))
  return new Response(JSON.stringify({ v: 1, ...(req ? { req } : {}), fault }), { status, headers })
}
