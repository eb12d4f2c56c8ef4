// The audit trail: who did what, when, to which row. Append-only, each link holding the hash of the
// one before, written in the transaction that does what it tells. Pointers only (ids, numbers,
// hashes): what people wrote stays in the rows and in the journal. A chain has one writer at a
// time, so each client log of changes has its own and administration has one; checked by
// verifyAudit.ts.
import type { DeviceId, ClientId, Instant, MemberId } from '#domain/ids.ts'

export type AuditAction =
  | 'pushed'
  | 'lostNamed'
  | 'photoQuarantined'
  | 'quarantineRead'
  | 'careRead'
  | 'deviceEnrolled'
  | 'deviceRevoked'
  | 'wipeAsked'
  | 'deviceWiped'
  | 'inviteMade'
  | 'gridRenamed'
  | 'planImported'
  | 'planUndone'
  | 'basemapMade'
  | 'basemapAltered'
  | 'planImageMade'
  | 'planImageAltered'
  | 'memberAdded'
  | 'memberAltered'
  | 'passwordSet'
  | 'caseDecided'
  | 'rescueTaken'
  | 'incidentClosed'
  | 'exported'
  | 'epochChanged'
  | 'restored'

export type AuditChain = string & { readonly brand: 'AuditChain' }
export const adminChain = 'org' as AuditChain
export const clientLogChain = (install: ClientId): AuditChain => `install:${install}` as AuditChain
/** What one member's desk was shown. */
export const readingChain = (member: MemberId): AuditChain => `read:${member}` as AuditChain

export interface AuditEntry {
  at: Instant
  action: AuditAction
  /** The member who acted; null for the server itself. */
  actor: MemberId | null
  device?: DeviceId
  /** The row it concerns. */
  t?: string
  row?: string
  /** Ids, numbers and hashes; no text that a person wrote. */
  detail?: Record<string, unknown>
}

export interface AuditLink extends AuditEntry {
  chain: AuditChain
  seq: number
  previous: string
  hash: string
}

export interface AuditHead {
  chain: AuditChain
  seq: number
  hash: string
}

export interface AuditReads {
  auditHeads(): Promise<AuditHead[]>
  /** Links of a chain after a number, oldest first. */
  auditLinks(chain: AuditChain, after: number, limit: number): Promise<AuditLink[]>
  /** Client logs that have taken changes, and the number each is at. */
  auditedClientLogs(): Promise<{ install: ClientId; last: number }[]>
}

export interface AuditWrites {
  /** Last of all in a transaction: the head of the chain is held until commit. */
  putAudit(chain: AuditChain, entry: AuditEntry): Promise<void>
}
