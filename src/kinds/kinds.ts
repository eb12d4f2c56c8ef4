// The list of kinds, the only place that names them; runs anywhere. Their forms are listed in
// forms.ts, in the browser only.
import * as v from 'valibot'
import { statuses } from '#domain/step.ts'
import { hazard } from './hazard/hazard.ts'
import type { Kind } from './kind.ts'
import { visit } from './visit/visit.ts'

const listed = [hazard, visit] as const

export type KindKey = (typeof listed)[number]['key']
export const kinds: readonly Kind[] = listed

const byKey = new Map(kinds.map((kind) => [kind.key, kind]))

export const kindOf = (key: string): Kind | undefined => byKey.get(key)

/**
 * How a report is shown whose kind a later version brought: carried untouched, a note and nothing
 * more may be added. What it holds is unknown, so it is treated as the more guarded class.
 */
export const plainKind: Kind = {
  key: 'plain',
  dataClass: 'care',
  ability: 'capture',
  schema: v.looseObject({}),
  workflow: { note: { from: statuses, to: 'same', by: 'readWork', needs: ['comment'] } },
  firstStatus: () => 'reported',
  icon: () => 'file-text',
  titleKey: () => 'kindName.plain',
  urgency: () => 2,
}
