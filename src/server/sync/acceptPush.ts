// The way work comes in: phones and supervisors' desks, while they are online, and the first run's
// demo. Hands it changes: routes/syncRoutes.ts. Hands on to: acceptInParts.ts. What comes another
// way: acceptRescued.ts, acceptReplayed.ts.
import { acceptInParts, type PushWork } from './acceptInParts.ts'
import type { InFlightLog } from './inFlightLog.ts'
import type { PushOutcome } from './pushOutcome.ts'
import { decided } from './ruling.ts'

export type Push = Omit<PushWork, 'ruling'>

/** @param inFlightLog absent where no process can be killed by a change. */
export const acceptPush = (push: Push, inFlightLog?: InFlightLog): Promise<PushOutcome> =>
  acceptInParts({ ...push, ruling: decided }, inFlightLog)
