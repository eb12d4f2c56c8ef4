// A session that lets in at this moment. Read by auth.ts.
import type { DeviceId, MemberId } from '#domain/ids.ts'

export interface LiveSession {
  memberId: MemberId
  startedAt: number
  /** Where it came from; it ends with it. */
  deviceId: DeviceId
  /** `Set-Cookie` to send on when the session slid, else empty. */
  headers: Headers
}
