// Everything captured (domain/report.ts). What is inside is its kind's business; who reads it
// follows from the data class of its kind.
import { handlingOf, type Report } from '#domain/report.ts'
import { gridScope, ownScope } from '#domain/scope.ts'
import { statusAfter } from '#domain/workflow.ts'
import { kindOf, kindOrPlain } from '#kinds/kinds.ts'
import type { DataClass, RecordType } from '../recordType.ts'
import { gridDoubt } from './gridDoubt.ts'
import { reportDecision } from './reportDecision.ts'

declare module '#domain/row.ts' {
  interface RowFields {
    report: Report
  }
}

/** Of a kind that nobody knows it is held to be the more guarded one. */
const classOfKind = (kind: unknown): DataClass =>
  (typeof kind === 'string' ? kindOf(kind)?.dataClass : undefined) ?? 'care'

export const report: RecordType<'report'> = {
  t: 'report',
  since: 1,
  policies: {
    kind: 'fixed',
    by: 'fixed',
    capturedAt: 'fixed',
    patrolId: 'fixed',
    foundOn: 'fixed',
    gridId: 'last',
    placeId: 'last',
    position: 'last',
    note: 'keepBoth',
    photos: 'set',
    voice: 'set',
    steps: 'derived',
    standing: 'derived',
    receivedAt: 'derived',
    arrived: 'derived',
    gridDoubt: 'derived',
    notSameAs: 'set',
  },
  policyBelow: (path) => (/^body\.[^.]+$/.test(path) ? 'last' : undefined),
  carriesPhotos: true,
  saysReceipt: true,
  dataClassOf: ({ kind }) => classOfKind(kind),
  scopesOf: ({ f }) => {
    const { handlerId } = handlingOf(f)
    return [
      gridScope(classOfKind(f.kind), f.gridId),
      ownScope(f.by),
      ...(handlerId && handlerId !== f.by ? [ownScope(handlerId)] : []),
    ]
  },
  scopesOfMember: ({ id }) => [ownScope(id)],
  scopesOfGrid: ({ id, classes }) => classes.map((dataClass) => gridScope(dataClass, id)),
  begun: ({ kind, body }) => ({
    steps: [],
    standing: kindOrPlain(kind).firstStatus(body),
    arrived: [],
  }),
  noted: { field: 'gridDoubt', by: ['gridId', 'placeId', 'position'], say: gridDoubt },
  stepIn: ({ f }, step) => {
    const workflow = kindOf(f.kind)?.workflow
    return workflow && f.standing
      ? { ...step, to: statusAfter(workflow, f.standing, step.type) }
      : step
  },
  decision: reportDecision,
}
