// I1, I2, I8, I15: each row is what its applied changes make of it, each of them once; photos that
// arrived are all it may have beside, and no value has gone without a trace.
import { applyChange } from '#records/applyChange.ts'
import type { Change } from '#domain/change.ts'
import type { HistoryEntry } from '#domain/history.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { Conflict } from '#domain/conflict.ts'
import type { Report } from '#domain/report.ts'
import type { Row } from '#domain/row.ts'
import type { Step } from '#domain/step.ts'
import { statusAfter } from '#domain/workflow.ts'
import { createdRow } from '#records/createdRow.ts'
import { kindOf } from '#kinds/kinds.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { all, type Line, type Truth } from './truth.ts'

export async function judgeRows(truth: Truth, lines: readonly Line[]): Promise<string[]> {
  const wrong: string[] = []
  const { rows, cases, history } = await truth.storage.read(async (tx) => ({
    rows: await tx.rows('report'),
    cases: new Map((await tx.rows('case')).map((row) => [row.id, row.f as unknown as Conflict])),
    history: await tx.rows('history'),
  }))
  const traces = tracesOf(history)
  const effects = lines
    .filter((line) => !line.result.again && line.result.s !== 'parked')
    .map((line) => asDecided(line, cases))
    .filter((line) => line.change.t === 'report')
  for (const row of rows) {
    const own = effects
      .filter((line) => line.change.row === row.id)
      .sort((a, b) => a.result.rowV! - b.result.rowV!)
    let expected: Row | null = null
    for (const line of own) {
      const after = replayed(expected, line)
      wrong.push(...missingSteps(expected, after))
      for (const gone of goneBetween(expected, after))
        if (!traces.has(`${row.id} ${canonicalJson(gone)}`))
          wrong.push(`I15 a value has disappeared without a trace: ${said({ gone, line })}`)
      expected = after
    }
    wrong.push(...differencesOf(row, expected))
    const { arrived } = row.f as { arrived?: PhotoHash[] }
    if (JSON.stringify(arrived) !== JSON.stringify(await arrivedOf(truth, row)))
      wrong.push(`I8 a record does not say which of its photos are here: ${said(row)}`)
    wrong.push(...doubles(row))
  }
  const there = new Set<string>(rows.map((row) => row.id))
  for (const { change } of effects)
    if (!there.has(change.row)) wrong.push(`I1 an applied change has no row: ${said(change)}`)
  return wrong
}

const said = (value: unknown): string => JSON.stringify(value).slice(0, 2000)

function differencesOf(row: Row, expected: Row | null): string[] {
  const { arrived: _here, ...fields } = row.f as { arrived?: PhotoHash[] }
  const { arrived: _none, ...expectedFields } = expected?.f ?? {}
  return [
    ...(canonicalJson(fields) === canonicalJson(expectedFields)
      ? []
      : [
          `I2 a row is not what its changes make of it: ${said({ row: row.id, fields, expectedFields })}`,
        ]),
    ...(row.v >= (expected?.v ?? 0)
      ? []
      : [`I2 a row is older than its last change: ${said({ row, expected })}`]),
    ...(JSON.stringify(row.fv) === JSON.stringify(expected?.fv)
      ? []
      : [`I2 the versions of fields are not those of their changes: ${said({ row, expected })}`]),
  ]
}

/** A step and a photo are in a record once, whatever made it. */
function doubles(row: Row): string[] {
  const { steps = [], photos = [] } = row.f as unknown as Partial<Report>
  return [
    ...(new Set(steps.map((step) => step.id)).size < steps.length
      ? [`I2 ${row.id} has a step twice`]
      : []),
    ...(new Set(photos.map((photo) => photo.hash)).size < photos.length
      ? [`I2 ${row.id} has a photo twice`]
      : []),
  ]
}

/** What people can be shown of values that are no longer there. */
const tracesOf = (history: readonly Row[]): Set<string> =>
  new Set(
    history
      .map(({ f }) => f as unknown as HistoryEntry)
      .map(({ concerns, field, value }) => `${concerns.row} ${canonicalJson({ field, value })}`),
  )

/**
 * Of the photos that applied changes name in the row, those whose bytes the naming member has
 * handed in.
 */
async function arrivedOf(truth: Truth, row: Row): Promise<string[]> {
  const records = await all<{ hash: string }>(
    truth,
    'SELECT DISTINCT r.hash FROM photo_ref r JOIN photo_deposit d ON d.hash = r.hash AND d.member_id = r.member_id WHERE r.t = ? AND r.id = ?',
    [row.t, row.id],
  )
  return records.map((record) => record.hash).sort()
}

/** A decision to apply parked work has the effect of that work, as of when it came (C4). */
function asDecided(line: Line, cases: ReadonlyMap<string, Conflict>): Line {
  const parked = line.change.t === 'case' ? cases.get(line.change.row) : undefined
  if (parked?.standing !== 'applied' || line.change.set?.decision !== 'apply') return line
  return {
    ...line,
    change: parked.content as unknown as Change,
    result: { ...line.result, rowV: parked.rowV },
    receivedAt: parked.receivedAt,
  }
}

/** The row with one more change in it, as the server must have applied it (decide.ts). */
function replayed(row: Row | null, { change, result, receivedAt }: Line): Row {
  if (change.op === 'create') return createdRow(change, receivedAt)
  const before = { ...row!, v: result.rowV! - 1 }
  if (!change.step) return applyChange(before, change, receivedAt).row
  const { receivedAt: _theirs, ...step } = change.step
  const report = before.f as unknown as Report
  const to: Step['to'] = statusAfter(kindOf(report.kind)!.workflow, report.standing, step.type)
  return applyChange(before, { ...change, step: { ...step, to } }, receivedAt).row
}

function missingSteps(before: Row | null, after: Row): string[] {
  const is = new Set((after.f as unknown as Report).steps.map((step) => step.id))
  return ((before?.f as unknown as Report | undefined)?.steps ?? [])
    .filter((step) => !is.has(step.id))
    .map((step) => `I15 a step has disappeared: ${said({ step, before, after })}`)
}

interface Gone {
  field: string
  value: unknown
}

/** What stood in a row and does not any more; an empty text is nothing. */
function goneBetween(before: Row | null, after: Row): Gone[] {
  if (!before) return []
  const was = before.f as unknown as Report
  const is = after.f as unknown as Report
  const fields = ({ body = {}, ...flat }: Report): Map<string, unknown> =>
    new Map([
      ...['note', 'placeId', 'position', 'gridId'].map((field): [string, unknown] => [
        field,
        (flat as unknown as Record<string, unknown>)[field],
      ]),
      ...Object.entries(body).map(([key, value]): [string, unknown] => [`body.${key}`, value]),
    ])
  const now = fields(is)
  const isGone = ([field, value]: [string, unknown]): boolean =>
    value !== undefined && value !== '' && canonicalJson(value) !== canonicalJson(now.get(field))
  return [
    ...[...fields(was)].filter(isGone).map(([field, value]) => ({ field, value })),
    ...(was.photos ?? [])
      .filter((photo) => !is.photos.some((each) => each.hash === photo.hash))
      .map((value) => ({ field: 'photos', value })),
  ]
}
