// What the sign-in library answers about passkeys, as far as this app relies on it. Its shape is
// its own and has no version; that a passkey has signed somebody in is answered in ours.
import * as v from 'valibot'

/** What the browser's own passkey dialog is given. */
export const PasskeyOptions = v.looseObject({ challenge: v.string() })
/** Of the passkey that was made. */
export const PasskeyAnswer = v.looseObject({ id: v.string() })
