// Managing members and devices: needs the connection and a signed-in supervisor.
import { callServer } from '#client/http/account.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useSync } from './useSync.ts'

export interface DeskDevice {
  id: string
  memberId: MemberId
  label: string
  createdAt: Instant
  revokedAt: Instant | null
  seenAt: Instant | null
  waitingChanges: number
  waitingPhotos: number
  waitingSince: Instant | null
  /** When it was told to hand everything in and erase itself, and when it had. */
  wipeAskedAt?: Instant | null
  wipedAt?: Instant | null
  /** What its app said of itself at the last contact; absent for an app that did not say. */
  says?: {
    app: string
    clockOffMs: number
    isPersisted: boolean | null
    isInstalled: boolean | null
    unreadable: number | null
  }
}

/** Something of a member's work is missing or in danger, or was. */
export interface Incident {
  id: string
  type: string
  deviceId: string | null
  memberId: MemberId | null
  deviceLabel: string | null
  detail: Record<string, string | number>
  at: Instant
  closedAt: Instant | null
  closedBy: MemberId | null
  note: string | null
}

export type MemberInput = Pick<Member, 'name' | 'roles' | 'gridIds'>

export interface Desk {
  devices(): Promise<Result<DeskDevice[]>>
  createMember(input: MemberInput): Promise<Result<Member>>
  updateMember(
    id: MemberId,
    patch: Partial<MemberInput & Pick<Member, 'isActive'>>,
  ): Promise<Result<null>>
  renameGrid(id: GridId, name: string): Promise<Result<null>>
  invite(
    id: MemberId,
    medium: 'screen' | 'printed',
  ): Promise<Result<{ url: string; expiresAt: Instant }>>
  revoke(deviceId: string): Promise<Result<null>>
  /** The phone hands everything in and then erases itself. */
  wipe(deviceId: string): Promise<Result<null>>
  incidents(): Promise<Result<Incident[]>>
  closeIncident(id: string, note: string): Promise<Result<null>>
}

export function useDesk(): Desk {
  const { transport } = useDevice()
  const sync = useSync()

  async function ask<T>(
    method: string,
    path: string,
    body: unknown,
    pick: (answer: Record<string, unknown>) => T,
  ): Promise<Result<T>> {
    const answer = await callServer(transport, method, path, body)
    if (!answer.ok) return answer
    if (method !== 'GET') sync.syncSoon()
    return succeed(pick(answer.value as Record<string, unknown>))
  }

  const member = (id: string): string => `/api/members/${encodeURIComponent(id)}`
  return {
    devices: () =>
      ask('GET', '/api/members/devices', undefined, (answer) => answer.devices as DeskDevice[]),
    createMember: (input) =>
      ask('POST', '/api/members', input, (answer) => answer.member as Member),
    updateMember: (id, patch) => ask('PATCH', member(id), patch, () => null),
    renameGrid: (id, name) =>
      ask('PATCH', `/api/grids/${encodeURIComponent(id)}`, { name }, () => null),
    invite: (id, medium) =>
      ask('POST', `${member(id)}/invite`, { medium }, (answer) => ({
        url: answer.url as string,
        expiresAt: answer.expiresAt as Instant,
      })),
    wipe: (deviceId) =>
      ask('POST', `/api/devices/${encodeURIComponent(deviceId)}/wipe`, {}, () => null),
    incidents: () =>
      ask('GET', '/api/incidents', undefined, (answer) => answer.incidents as Incident[]),
    closeIncident: (id, note) =>
      ask('POST', `/api/incidents/${encodeURIComponent(id)}/close`, { note }, () => null),
    revoke: (deviceId) =>
      ask('POST', `/api/devices/${encodeURIComponent(deviceId)}/revoke`, {}, () => null),
  }
}
