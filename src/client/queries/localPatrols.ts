// The question screens ask about patrols, the latest first.
import type { Patrol } from '#domain/patrol.ts'
import type { CachedRow } from '../db/cacheDb.ts'
import { localRows } from './localRows.ts'
import type { OnPhone } from './onPhone.ts'

export const localPatrols = (
  rows: readonly CachedRow<'patrol'>[],
  own: Pick<OnPhone, 'entries'>,
): Patrol[] =>
  localRows(rows, own, 'patrol')
    .map(({ seen }): Patrol => seen.f)
    .sort((a, b) => b.startedAt - a.startedAt)
