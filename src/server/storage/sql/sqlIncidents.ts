// Incidents on SQL: one row each, never deleted.
import { webcrypto } from 'node:crypto'
import type { DeviceId, MemberId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Incident, IncidentReads, IncidentType, IncidentWrites } from '../port/incidents.ts'
import type { SqlSession } from './sqlDriver.ts'

interface IncidentRecord {
  id: string
  type: IncidentType
  subject: string
  device_id: DeviceId | null
  member_id: MemberId | null
  detail: string
  at: number
  closed_at: number | null
  closed_by: MemberId | null
  note: string | null
}

const incidentFrom = (record: IncidentRecord): Incident => ({
  id: record.id,
  type: record.type,
  subject: record.subject,
  deviceId: record.device_id,
  memberId: record.member_id,
  detail: JSON.parse(record.detail) as Incident['detail'],
  at: Number(record.at),
  closedAt: record.closed_at === null ? null : Number(record.closed_at),
  closedBy: record.closed_by,
  note: record.note,
})

export const incidentReads = (session: SqlSession): IncidentReads => ({
  incident: async (id) => {
    const record = await session.first<IncidentRecord>('SELECT * FROM incident WHERE id = ?', [id])
    return record && incidentFrom(record)
  },
  incidents: async (closedSince) =>
    (
      await session.all<IncidentRecord>(
        'SELECT * FROM incident WHERE closed_at IS NULL OR closed_at >= ? ORDER BY at DESC, id DESC',
        [closedSince],
      )
    ).map(incidentFrom),
  openIncidentsOf: async ({ type, deviceId, subject }) => {
    const wanted = [
      ['device_id', deviceId],
      ['subject', subject],
    ].flatMap(([column, value]) => (value === undefined ? [] : [[column!, value] as const]))
    const records = await session.all<IncidentRecord>(
      `SELECT * FROM incident WHERE closed_at IS NULL AND type = ?${wanted.map(([column]) => ` AND ${column} = ?`).join('')} ORDER BY at`,
      [type, ...wanted.map(([, value]) => value)],
    )
    return records.map(incidentFrom)
  },
})

export const incidentWrites = (session: SqlSession): IncidentWrites => ({
  recordIncident: (news, at) =>
    session.run(
      `INSERT INTO incident (id, type, subject, device_id, member_id, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (type, subject) WHERE closed_at IS NULL DO UPDATE SET detail = excluded.detail`,
      [
        newId(at, webcrypto),
        news.type,
        news.subject,
        news.deviceId,
        news.memberId,
        JSON.stringify(news.detail),
        at,
      ],
    ),
  closeIncident: (id, { at, by, note }) =>
    session.run(
      'UPDATE incident SET closed_at = ?, closed_by = ?, note = ? WHERE id = ? AND closed_at IS NULL',
      [at, by, note, id],
    ),
})
