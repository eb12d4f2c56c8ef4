// From which device a way to sign in was made: it is good only as long as that device is
// (auth/enrolment.ts).
import type { DeviceId } from '#domain/ids.ts'

export type CredentialKind = 'password' | 'passkey'

export interface CredentialReads {
  /** @param id of the session library: the user's for a password, its own for a passkey. */
  deviceOfCredential(kind: CredentialKind, id: string): Promise<DeviceId | undefined>
}

export interface CredentialWrites {
  putCredential(kind: CredentialKind, id: string, device: DeviceId): Promise<void>
}
