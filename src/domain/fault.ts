// Every expected failure, one union. HTTP status, outcome in the outbox and sentence per language
// are maps that must name all of them (server/http/problems.ts, client/sync/retryPolicy.ts,
// ui/locales), so a new fault does not compile until it has all three.

export const faultCodes = [
  // at the edge of the server
  'malformed',
  'tooLarge',
  'unknownSchema',
  'unknownPath',
  'tooManyRequests',
  'comeLater',
  'internal',
  'unknownDevice',
  'revokedDevice',
  'signedOut',
  'notAllowed',
  'inviteSpent',
  'needsFreshInvite',
  'nameTaken',
  'wrongPassword',
  // of one change, which is then parked
  'unknownKind',
  'invalidFields',
  'unknownGrid',
  'unknownPlace',
  'badPosition',
  'tooManyPhotos',
  'unknownReport',
  'notYours',
  'notYourGrid',
  'closedReport',
  'wrongStanding',
  'handlerMayNotCheck',
  'missingReason',
  'missingHandler',
  'missingPhoto',
  'idTaken',
  'changedMeanwhile',
  'heldBack',
  'alreadyDecided',
  'authorMayNotDecide',
  // of the plan of the community: nothing of it was imported
  'planChanged',
  'planInvalid',
  'planUndoOver',
  // of photos
  'photoEmpty',
  'photoNotAnImage',
  'photoHeic',
  'photoTooLarge',
  'photoTooManyPixels',
  'photoUnreadable',
  'photoHashMismatch',
  'photoUnknown',
  'photoLost',
  'photoTwice',
  'photoNotKept',
  // of voice notes
  'tooMuchVoice',
  'voiceNotAudio',
  'voiceTooLarge',
  'voiceLost',
  // on the phone
  'storageFull',
  'storageLost',
  'storageRefused',
  'storageEmptied',
  'storageBlocked',
  'insecureAddress',
  'offline',
  'notOurAnswer',
  'serverBusy',
  'serverFull',
  'serverDamaged',
  'appTooOld',
  'workWaits',
  'draftElsewhere',
  'draftEnded',
  'tooLate',
  'cameraRefused',
  'cameraMissing',
  'microphoneRefused',
  'microphoneMissing',
  'positionRefused',
  'positionUnavailable',
  'codeUnknown',
  'mapSpoilt',
  'updateNeeded',
  // of rescue files
  'rescueNotAFile',
  'rescueForeign',
  'noSealKey',
  // of base maps
  'mapNotPmtiles',
  'mapOldVersion',
  'mapTruncated',
  'mapUnsupported',
  'mapUnknownSchema',
  'mapElsewhere',
  'mapTooLarge',
  'mapMissing',
  // of plan pictures
  'pictureUnreadable',
  'pictureTooLarge',
  'pictureTooManyPixels',
  'pointsOnALine',
] as const

export type FaultCode = (typeof faultCodes)[number]

/** Met at a desk alone: their sentences come with its words, and no start of a phone loads them. */
export const deskFaultCodes = [
  'planChanged',
  'planInvalid',
  'planUndoOver',
  'mapNotPmtiles',
  'mapOldVersion',
  'mapTruncated',
  'mapUnsupported',
  'mapUnknownSchema',
  'mapElsewhere',
  'mapTooLarge',
  'pictureUnreadable',
  'pictureTooLarge',
  'pictureTooManyPixels',
  'pointsOnALine',
] as const satisfies readonly FaultCode[]
export type DeskFaultCode = (typeof deskFaultCodes)[number]

/**
 * Of which the usual sentence says that what did not arrive waits on this phone. An act that goes
 * to the server at once waits nowhere, and needs another sentence.
 */
export const waitingFaultCodes = [
  'malformed',
  'tooLarge',
  'tooManyRequests',
  'internal',
  'signedOut',
  'offline',
  'notOurAnswer',
  'serverBusy',
  'serverFull',
  'serverDamaged',
] as const satisfies readonly FaultCode[]
export type WaitingFaultCode = (typeof waitingFaultCodes)[number]

export interface Fault {
  code: FaultCode
  /** Figures or names for the sentence, e.g. `{ limit: 30 }`. Never personal data. */
  detail?: Record<string, string | number>
}

export const fault = (code: FaultCode, detail?: Fault['detail']): Fault =>
  detail ? { code, detail } : { code }
