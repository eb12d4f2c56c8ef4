// Changes of a rescue file, brought by whoever carried it (R3). Hands it changes:
// rescue/importChanges.ts. Hands on to: acceptInParts.ts.
import { fault } from '#domain/fault.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { acceptInParts, type PushWork } from './acceptInParts.ts'
import type { InFlightLog } from './inFlightLog.ts'
import type { PushOutcome } from './pushOutcome.ts'
import { decided, type Ruling } from './ruling.ts'

export interface RescuedPush extends Pick<
  PushWork,
  'storage' | 'device' | 'install' | 'changes' | 'receivedAt'
> {
  ledger: Ledger
}

/** @param rescued with the device that wrote the file, not the one that brings it. */
export const acceptRescued = (
  rescued: RescuedPush,
  inFlightLog?: InFlightLog,
): Promise<PushOutcome> => acceptInParts({ ...rescued, ruling: rulingFor(rescued) }, inFlightLog)

/** Work of a revoked device is kept and waits for a supervisor (R4). */
const rulingFor = ({ device }: RescuedPush): Ruling =>
  device.revokedAt === null ? decided : { is: 'parked', why: fault('revokedDevice') }
