// Changes that were in work when a process ended (inFlightLog.ts): their client log is taken one
// change at a time until it is past them.
import type { DeviceId, ClientId } from '#domain/ids.ts'

export interface AttemptWrites {
  /**
   * The highest number that was in work when a process ended; `lockClientLog` tells it until it is
   * cleared.
   */
  suspect(install: ClientId, deviceId: DeviceId, to: number): Promise<void>
  clearSuspect(install: ClientId): Promise<void>
  /** Returns how many attempts have begun, this one included. */
  beginAttempt(install: ClientId, n: number): Promise<number>
  endAttempt(install: ClientId, n: number): Promise<void>
}
