// The port's part for incidents: something of somebody's work is missing or in danger, and stays in
// sight until it turns up or a supervisor has seen to it. Behind it: sqlIncidents.ts.
import type { DeviceId, Instant, MemberId } from '#domain/ids.ts'

export const incidentTypes = [
  /** Numbers of a phone's client log that it cannot give any more. */
  'lostRange',
  /** A device was revoked or replaced while its last report said that something waited on it. */
  'unsentLeft',
  /** A device has erased itself, as it was told to, and could not hand in everything before. */
  'wipedUnsent',
  /** Photos that a phone cannot read any more. */
  'photoUnreadable',
  /** A stored photo that is missing or no longer what its name says. */
  'photoRotten',
  /** Records of a rescue file that could not be taken in. */
  'rescueSetAside',
  /** The database went back behind what had been seen of it. */
  'databaseOlder',
  /** A member has come to the end of what one member may have stored (ledger/limits.ts). */
  'memberOver',
] as const
export type IncidentType = (typeof incidentTypes)[number]

export interface Incident {
  id: string
  type: IncidentType
  /** What it is about; of one type and subject at most one is open. */
  subject: string
  deviceId: DeviceId | null
  /** Whose work; null where nobody can be named. */
  memberId: MemberId | null
  /** Figures and times only, never content. */
  detail: Record<string, number | string>
  at: Instant
  closedAt: Instant | null
  /** The supervisor who has seen to it; null when the work turned up by itself. */
  closedBy: MemberId | null
  note: string | null
}

export type IncidentNews = Pick<Incident, 'type' | 'subject' | 'deviceId' | 'memberId' | 'detail'>

export interface IncidentReads {
  incident(id: string): Promise<Incident | undefined>
  /** All that are open and those closed since, newest first. */
  incidents(closedSince: Instant): Promise<Incident[]>
  openIncidentsOf(about: {
    type: IncidentType
    deviceId?: DeviceId
    subject?: string
  }): Promise<Incident[]>
}

export interface IncidentWrites {
  /** Opens it, or brings the open one about the same thing up to date. */
  recordIncident(news: IncidentNews, at: Instant): Promise<void>
  /** Closes it once; what is closed stays as it is. */
  closeIncident(
    id: string,
    closing: { at: Instant; by: MemberId | null; note: string | null },
  ): Promise<void>
}
