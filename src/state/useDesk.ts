// Managing members and devices: needs the connection and a signed-in supervisor.
import {
  closeIncident,
  createMember,
  inviteMember,
  listDevices,
  listIncidents,
  type MemberInput,
  type MemberPatch,
  renameGrid,
  revokeDevice,
  updateMember,
  wipeDevice,
} from '#client/http/desk.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { type Result, succeed } from '#domain/result.ts'
import type { DeviceSchema } from '#protocol/deviceMessages.ts'
import type { IncidentSchema } from '#protocol/incidentMessages.ts'
import { useDevice } from './device.ts'
import { useSync } from './useSync.ts'

export type { MemberInput } from '#client/http/desk.ts'
/** Something of a member's work is missing or in danger, or was. */
export type Incident = IncidentSchema
/** Names of members come with their rows. */
export type DeskDevice = Omit<DeviceSchema, 'memberName'>

export interface Desk {
  devices(): Promise<Result<DeskDevice[]>>
  createMember(input: MemberInput): Promise<Result<Member>>
  updateMember(id: MemberId, patch: MemberPatch): Promise<Result<null>>
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

  const read = async <A, T>(
    asked: Promise<Result<A>>,
    pick: (answer: A) => T,
  ): Promise<Result<T>> => {
    const answer = await asked
    return answer.ok ? succeed(pick(answer.value)) : answer
  }
  /** What was altered comes back as rows. */
  const alter = async <A, T>(
    asked: Promise<Result<A>>,
    pick: (answer: A) => T,
  ): Promise<Result<T>> => {
    const altered = await read(asked, pick)
    if (altered.ok) sync.syncSoon()
    return altered
  }
  const nothing = (): null => null

  return {
    devices: () => read(listDevices(transport), ({ devices }) => devices),
    createMember: (input) => alter(createMember(transport, input), (answer) => answer.member),
    updateMember: (id, patch) => alter(updateMember(transport, id, patch), nothing),
    renameGrid: (id, name) => alter(renameGrid(transport, id, name), nothing),
    invite: (id, medium) =>
      alter(inviteMember(transport, id, medium), ({ url, expiresAt }) => ({ url, expiresAt })),
    revoke: (deviceId) => alter(revokeDevice(transport, deviceId), nothing),
    wipe: (deviceId) => alter(wipeDevice(transport, deviceId), nothing),
    incidents: () => read(listIncidents(transport), ({ incidents }) => incidents),
    closeIncident: (id, note) => alter(closeIncident(transport, id, note), nothing),
  }
}
