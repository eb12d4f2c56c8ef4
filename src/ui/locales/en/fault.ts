// Every expected failure in a sentence: what happened, what is still there, what to do.
import type { DeskFaultCode, FaultCode } from '#domain/fault.ts'

export const fault = {
  malformed:
    'The server did not understand what was sent. The record is still on this phone; update the app and try again.',
  tooLarge: 'This is too large (limit {limit} bytes). Shorten the text and save again.',
  unknownSchema:
    'App and server do not match. The server has kept the record as it is; please tell your supervisor.',
  unknownPath: 'There is no such address on the server.',
  tooManyRequests: 'Too many requests. It will be tried again automatically in a moment.',
  comeLater:
    'The server cannot accept so much of one person’s work at once and accepts the rest later. It is all safe on this phone and is sent automatically; your supervisor has been told.',
  internal:
    'Something unexpected happened on the server. The record is safe and will be tried again; if it keeps happening, tell your supervisor.',
  unknownDevice:
    'The server does not know this phone. Your records are still here; ask your supervisor for a new invite.',
  revokedDevice:
    'This phone has been revoked and cannot send. Unsent records are still here; talk to your supervisor.',
  signedOut:
    'Your session has ended. Recording and sending continue; sign in again to see updates.',
  notAllowed: 'Your role or your grids do not allow this step.',
  needsFreshInvite:
    'A first password or passkey is set within {freshMinutes} minutes of joining. Ask your supervisor for a new invite, open it on this device, then set it.',
  inviteSpent: 'This invite has been used or has expired. Ask your supervisor to show a new one.',
  nameTaken: 'That sign-in name is taken; choose another.',
  wrongPassword: 'Sign-in name or password is wrong, or the passkey was not accepted.',
  unknownKind: 'The server does not know this type. The record is kept and waits for a supervisor.',
  invalidFields: 'One entry is not acceptable ({field}). The record is kept; please correct it.',
  unknownGrid: 'No grid found for this. Choose a place first.',
  unknownPlace: 'The server has no such location code. The record is kept; choose another place.',
  badPosition:
    'That position is not valid and was not used. Take a new fix or put the pin on the map.',
  tooManyPhotos:
    'A record holds at most {limit} photos. The extra ones were not added; the rest is safe.',
  unknownReport:
    'The server has no such record that you may see. The step is kept and waits for a supervisor.',
  notYours: 'This record belongs to somebody else, so you cannot change it.',
  notYourGrid:
    'A record is moved only between grids that are yours. What you wrote is kept and waits for a supervisor.',
  closedReport: 'This record is being handled and can no longer be changed; you can add a note.',
  wrongStanding:
    'The status has changed, so this step was not applied. What you wrote is kept; look at the latest progress.',
  handlerMayNotCheck: 'Whoever handled it may not check it. Ask a colleague.',
  missingReason: 'Please give a reason.',
  missingHandler: 'Please choose who will handle it.',
  missingPhoto: 'Please take a photo first.',
  idTaken: 'This has already been saved.',
  heldBack:
    'The network blocked this entry on its way. All of it is safe on this phone and everything else was sent. Open the record, shorten it and submit it again.',
  alreadyDecided: 'Somebody has ruled on this already. See the ruling.',
  authorMayNotDecide:
    'This is your own work, so you cannot approve it yourself. Ask another supervisor.',
  changedMeanwhile: 'Somebody changed this meanwhile. What you wrote is kept; look at the latest.',
  tooLate: 'It has been sent, or something was built on it: it cannot be undone any more.',
  draftElsewhere: 'This form was changed in another window.',
  draftEnded: 'This form has already been saved or discarded in another window.',
  workWaits: '{waiting} items have not been sent yet, so you cannot sign out now.',
  photoEmpty: 'This file is empty and was not added.',
  photoNotAnImage: 'This file is not a photo and was not added. JPEG, PNG and WebP work.',
  photoHeic:
    'This device cannot open HEIC photos. Set the camera to “Most compatible”, or take the photo here.',
  photoTooLarge: 'The photo file is too large (limit {limit} bytes) and was not added.',
  photoTooManyPixels: 'The photo has too many pixels (limit {limit}) and was not added.',
  photoUnreadable:
    'This photo cannot be read and was not added. Please take it again or choose another.',
  photoHashMismatch: 'The photo was damaged on the way and will be sent again.',
  photoUnknown: 'The server does not have this photo yet.',
  photoLost:
    'This photo can no longer be read on this phone. The text is safe; please take it again.',
  photoTwice: 'This photo has been added already.',
  photoNotKept:
    'The page was loaded again before this was saved. Please take it again, or choose it from the gallery once more.',
  tooMuchVoice: 'One record holds at most {notes} voice notes, {limit} seconds together.',
  voiceNotAudio: 'This voice note is not sound and was not added. Record it again, or type.',
  voiceTooLarge:
    'This voice note is too large (limit {limit} bytes) and was not added. Record a shorter one.',
  voiceLost:
    'This voice note can no longer be read on this phone. The words are safe; please record it again.',
  storageFull:
    'The phone is full, so this was not saved. What was saved before is safe; free some space and try again.',
  storageLost:
    'The phone’s storage cannot be opened just now, so this was not saved. Keep this page open and try again, or reopen the app.',
  storageEmptied:
    'The browser has cleared what was stored on this phone, so nothing can be saved now. What was sent is safe; reopen the app and follow what it says.',
  insecureAddress:
    'This address is not https, so the browser cannot check photos here or open the app offline. Nothing was bound and the invite is still good. Please ask the administrator for the address that begins with https.',
  storageBlocked:
    'Another page still has the old version open. Everything is still here; close the other Gridwalk pages, then reopen this one.',
  storageRefused:
    'This window cannot save data (it may be private). Open the app in a normal window or from its icon.',
  offline:
    'The server cannot be reached. Everything is on this phone and will be sent automatically.',
  notOurAnswer:
    'The network wants a login, or another page answered. Everything is on this phone and will be tried again.',
  serverBusy: 'The server is busy. It will be tried again automatically.',
  serverFull:
    'The server has no room left and accepts nothing. Everything stays on this phone and will be sent automatically; please tell your administrator.',
  serverDamaged:
    'The server’s data is damaged and is being repaired. Everything stays on this phone and will be sent automatically; please tell your administrator.',
  appTooOld: 'This app is too old to show updates; records are still sent. Please update.',
  cameraRefused:
    'No permission for the camera. Allow it in the browser’s settings, or choose from the gallery.',
  cameraMissing:
    'The camera cannot be opened. Take the photo with the phone’s camera and choose it from the gallery.',
  microphoneRefused:
    'No permission for the microphone. Allow it in the browser’s settings, or type. What you filled in is still here.',
  microphoneMissing:
    'The microphone cannot be opened; a call or another app may be using it. Try again later, or type. What you filled in is still here.',
  positionRefused:
    'No permission for your position. Allow it in the browser’s settings, or say where it is yourself.',
  positionUnavailable: 'No position just now. You can say where it is yourself.',
  codeUnknown: 'No such location code: {code}',
  mapSpoilt: 'The map arrived damaged and was thrown away. Download it again.',
  rescueNotAFile:
    'This is not a file of unsent work, or its beginning is damaged. Nothing was changed; ask for a fresh export.',
  rescueForeign:
    'This file was made for another organisation and cannot be opened here. Hand it to them. The file is unchanged.',
  noSealKey:
    'This phone has not yet received the key for exports. It can export after one sync; everything is still on this phone.',
  mapMissing: 'The server no longer has the file of this map. Please tell your administrator.',
  updateNeeded: 'The app was updated elsewhere; please open this page again.',
} satisfies Record<Exclude<FaultCode, DeskFaultCode>, string>
