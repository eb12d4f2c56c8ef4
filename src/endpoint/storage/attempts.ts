// Changes that were in work when a process ended (inWork.ts): their stream is taken one change at a
// time until it is past them.
import type { DeviceId, InstallId } from '#domain/ids.ts'

export interface AttemptWrites {
  /**
   * The highest number that was in work when a process ended; `lockStream` tells it until it is
   * cleared.
   */
  suspect(install: InstallId, deviceId: DeviceId, to: number): Promise<void>
  clearSuspect(install: InstallId): Promise<void>
  /** Returns how many attempts have begun, this one included. */
  beginAttempt(install: InstallId, n: number): Promise<number>
  endAttempt(install: InstallId, n: number): Promise<void>
}
