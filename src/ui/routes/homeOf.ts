import type { Ability, Member } from '#domain/member.ts'

/** Where the list of a desk has room beside a report (parts/tokens.css). */
const isDeskWide = (): boolean => window.matchMedia('(min-width: 900px)').matches

/**
 * Where this person begins: in the field; at the desk when there is room for it; on a phone, who
 * only decides what others report, with what waits for them; with the members when that is all they
 * do.
 */
export function homeOf(
  session: {
    hasAbility(ability: Ability): boolean
    member: Pick<Member, 'roles'> | null
  },
  isWide = isDeskWide(),
): { name: 'today' | 'desk' | 'deskReports' | 'deskMembers' } {
  const isOnlyManaging =
    session.hasAbility('manageMembers') &&
    !session.hasAbility('capture') &&
    !session.hasAbility('handle')
  if (isOnlyManaging) return { name: 'deskMembers' }
  if (!session.hasAbility('review')) return { name: 'today' }
  if (isWide) return { name: 'desk' }
  const isOnlyDeciding = session.member?.roles.every(
    (role) => role === 'supervisor' || role === 'admin',
  )
  return { name: isOnlyDeciding ? 'deskReports' : 'today' }
}
