// What a fault means for what waits: every code has an entry, and none of them is "throw away".
import type { FaultCode } from '#domain/fault.ts'

/** `later`: keep it and try again. `smaller`: keep it, send fewer at once. `needsPerson`: keep it, tell the person. */
export type Fate = 'later' | 'smaller' | 'needsPerson'

export const fateOf = {
  malformed: 'needsPerson', tooLarge: 'smaller', unknownSchema: 'needsPerson', unknownPath: 'later', tooManyRequests: 'later', comeLater: 'later', internal: 'later',
  unknownDevice: 'needsPerson', revokedDevice: 'needsPerson', signedOut: 'later', notAllowed: 'needsPerson', inviteSpent: 'needsPerson', needsFreshInvite: 'needsPerson',
  nameTaken: 'needsPerson', wrongPassword: 'needsPerson', unknownKind: 'needsPerson', invalidFields: 'needsPerson', unknownGrid: 'needsPerson',
  unknownPlace: 'needsPerson', badPosition: 'needsPerson', tooManyPhotos: 'needsPerson', unknownReport: 'needsPerson', notYours: 'needsPerson',
  notYourGrid: 'needsPerson', closedReport: 'needsPerson', wrongStanding: 'needsPerson', handlerMayNotCheck: 'needsPerson', missingReason: 'needsPerson',
  missingHandler: 'needsPerson', missingPhoto: 'needsPerson', idTaken: 'needsPerson', changedMeanwhile: 'needsPerson',
  heldBack: 'needsPerson', alreadyDecided: 'needsPerson', authorMayNotDecide: 'needsPerson',
  photoEmpty: 'needsPerson', photoNotAnImage: 'needsPerson', photoHeic: 'needsPerson', photoTooLarge: 'needsPerson',
  photoTooManyPixels: 'needsPerson', photoUnreadable: 'needsPerson', photoHashMismatch: 'later', photoUnknown: 'later', photoLost: 'needsPerson', photoTwice: 'needsPerson', photoNotKept: 'needsPerson',
  storageFull: 'later', storageLost: 'later', storageRefused: 'needsPerson', storageEmptied: 'needsPerson', storageBlocked: 'needsPerson', insecureAddress: 'needsPerson', offline: 'later', notOurAnswer: 'later', serverBusy: 'later', serverFull: 'later', serverDamaged: 'later',
  appTooOld: 'later', workWaits: 'needsPerson', draftElsewhere: 'needsPerson', draftEnded: 'needsPerson', tooLate: 'needsPerson', cameraRefused: 'needsPerson', cameraMissing: 'needsPerson', positionRefused: 'needsPerson',
  positionUnavailable: 'needsPerson', codeUnknown: 'needsPerson', updateNeeded: 'needsPerson',
  rescueNotAFile: 'needsPerson', rescueForeign: 'needsPerson', noSealKey: 'later',
} as const satisfies Record<FaultCode, Fate>
