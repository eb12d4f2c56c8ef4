// The calls of a desk: members, their devices, incidents. They need the connection and a signed-in
// supervisor; nothing of them is kept on this device. Asked by state/useDesk.ts.
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Result } from '#domain/result.ts'
import { DevicesAnswer } from '#protocol/deviceMessages.ts'
import { IncidentsAnswer } from '#protocol/incidentMessages.ts'
import { DoneAnswer, GridAnswer, InviteAnswer, MemberAnswer } from '#protocol/memberMessages.ts'
import type { AnswerSchema } from '#protocol/parse.ts'
import { type Asked, call } from './call.ts'
import type { Transport } from './transport.ts'

export type MemberInput = Pick<Member, 'name' | 'roles' | 'gridIds'>
export type MemberPatch = Partial<MemberInput & Pick<Member, 'isActive'>>

const part = encodeURIComponent
const member = (id: string): string => `/api/members/${part(id)}`
const to =
  <T>(schema: AnswerSchema<T>) =>
  (transport: Transport, method: Asked['method'], path: string, json?: unknown) =>
    call(transport, { method, path, ...(json === undefined ? {} : { json }) }, schema)

export const listDevices = (on: Transport): Promise<Result<DevicesAnswer>> =>
  to(DevicesAnswer)(on, 'GET', '/api/members/devices')

export const createMember = (on: Transport, input: MemberInput): Promise<Result<MemberAnswer>> =>
  to(MemberAnswer)(on, 'POST', '/api/members', input)

export const updateMember = (
  on: Transport,
  id: MemberId,
  patch: MemberPatch,
): Promise<Result<MemberAnswer>> => to(MemberAnswer)(on, 'PATCH', member(id), patch)

export const renameGrid = (on: Transport, id: GridId, name: string): Promise<Result<unknown>> =>
  to(GridAnswer)(on, 'PATCH', `/api/grids/${part(id)}`, { name })

export const inviteMember = (
  on: Transport,
  id: MemberId,
  medium: 'screen' | 'printed',
): Promise<Result<InviteAnswer>> => to(InviteAnswer)(on, 'POST', `${member(id)}/invite`, { medium })

export const revokeDevice = (on: Transport, id: string): Promise<Result<unknown>> =>
  to(DoneAnswer)(on, 'POST', `/api/devices/${part(id)}/revoke`, {})

/** The phone hands everything in and then erases itself. */
export const wipeDevice = (on: Transport, id: string): Promise<Result<unknown>> =>
  to(DoneAnswer)(on, 'POST', `/api/devices/${part(id)}/wipe`, {})

export const listIncidents = (on: Transport): Promise<Result<IncidentsAnswer>> =>
  to(IncidentsAnswer)(on, 'GET', '/api/incidents')

export const closeIncident = (on: Transport, id: string, note: string): Promise<Result<unknown>> =>
  to(DoneAnswer)(on, 'POST', `/api/incidents/${part(id)}/close`, { note })
