// What a comment on a report can point at.
import type { Kind } from './kind.ts'

/** Fields every report has, and those this kind has beside them. */
export const markableFields = ({ markable }: Pick<Kind, 'markable'>): string[] => [
  'place',
  ...markable,
  'note',
  'photos',
]
