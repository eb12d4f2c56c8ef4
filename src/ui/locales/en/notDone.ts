// Acts of the desk that go to the server at once (plan, base maps, people) and were not done: they
// do not wait here to be sent.
import type { WaitingFaultCode } from '#domain/fault.ts'

export const notDone = {
  malformed:
    'The server did not understand this, so it was not done. Update the app and try again.',
  tooLarge: 'This is too much at once, so it was not done. Do it in several parts.',
  tooManyRequests: 'Too many requests, so this was not done. Do it again in a moment.',
  internal:
    'Something went wrong on the server, so this was not done. Do it again; if that happens often, tell your administrator.',
  signedOut: 'Your sign-in has ended, so this was not done. Sign in again, then do it.',
  offline:
    'The server could not be reached, so this may not be done. Look when there is a connection, and do it again if it is not.',
  notOurAnswer:
    'The network wants a login, or another page answered, so this may not be done. Look when you are connected, and do it again if it is not.',
  serverBusy: 'The server is busy, so this was not done. Do it again in a moment.',
  serverFull: 'The server has no room left, so this was not done. Please tell your administrator.',
  serverDamaged:
    'The server’s data is damaged, so this was not done. Please tell your administrator.',
} satisfies Record<WaitingFaultCode, string>
