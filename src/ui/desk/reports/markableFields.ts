import type { Kind } from '#kinds/kind.ts'

/** What a comment can point at: fields every report has, and those this kind has beside them. */
export function markableFields(kind: Kind): string[] {
  const own = kind.ability === 'visit' ? ['result', 'needs'] : ['type', 'severity']
  return ['place', ...own, 'note', 'photos']
}
