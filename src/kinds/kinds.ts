// Finds a kind by the key that a report carries; runs anywhere.
import * as v from 'valibot'
import type { Report } from '#domain/report.ts'
import { statuses } from '#domain/step.ts'
import type { VisitMade } from '#domain/visitDue.ts'
import type { Kind } from './kind.ts'
import { kindList } from './kindList.ts'

export type KindKey = (typeof kindList)[number]['key']
export const kinds: readonly Kind[] = kindList

const byKey = new Map(kinds.map((kind) => [kind.key, kind]))

export const kindOf = (key: string): Kind | undefined => byKey.get(key)

/**
 * How a report is shown whose kind a later version brought: carried untouched, a note and nothing
 * more may be added. What it holds is unknown, so it is treated as the more guarded class.
 */
export const plainKind: Kind = {
  key: 'plain',
  words: 'plainKind',
  dataClass: 'care',
  ability: 'capture',
  schema: v.looseObject({}),
  workflow: { note: { from: statuses, to: 'same', by: 'readWork', needs: ['comment'] } },
  capture: {
    icon: 'file-text',
    evidence: 'photo',
    placeWords: 'location',
    photoRoles: [],
    noteRows: 1,
  },
  desk: { list: 'reports' },
  markable: [],
  firstStatus: () => 'reported',
  icon: () => 'file-text',
  titleKey: () => 'plainKind.name',
  urgency: () => 2,
}

/** The kind of a report, the plain one where this app is older than the phone that captured it. */
export const kindOrPlain = (key: string): Kind => kindOf(key) ?? plainKind

/** What a person means who reports without saying what. */
export const usualKind: Kind = kinds.find((kind) => kind.capture.isUsual) ?? kinds[0]!

/** What is captured at a point of a round where something is not as it should be. */
export const findingKind: Kind = kinds.find((kind) => kind.capture.isFinding) ?? usualKind

/** The kind that is captured at a door whose visit is due; undefined where none is. */
export const visitingKind: Kind | undefined = kinds.find((kind) => kind.visited)

/** The visits among reports; what was withdrawn has not been. */
export const visitsAmong = (reports: readonly Report[]): VisitMade[] =>
  reports.flatMap(({ kind, body, placeId, by, capturedAt, standing }) => {
    const visited = kindOf(kind)?.visited?.(body)
    return visited && placeId && standing !== 'withdrawn'
      ? [{ placeId, by, at: capturedAt, ...visited }]
      : []
  })
