import type { Ability } from '#domain/member.ts'

/** Where the list of a desk has room beside a report (parts/tokens.css). */
const isDeskWide = (): boolean => window.matchMedia('(min-width: 900px)').matches

/**
 * Where this person begins: in the field, at the desk when there is room for it, or with the
 * members when that is all they do.
 */
export function homeOf(session: { hasAbility(ability: Ability): boolean }): {
  name: 'today' | 'desk' | 'deskMembers'
} {
  const isOnlyManaging =
    session.hasAbility('manageMembers') &&
    !session.hasAbility('capture') &&
    !session.hasAbility('handle')
  if (isOnlyManaging) return { name: 'deskMembers' }
  return { name: session.hasAbility('review') && isDeskWide() ? 'desk' : 'today' }
}
