// Who may have gone along on a visit: members who make visits in the same grids, the person left
// out.
import { computed } from 'vue'
import { withDescendants } from '#domain/grid.ts'
import { canIn } from '#domain/member.ts'
import { useSession } from '#state/useSession.ts'
import { useReference } from '#state/useReference.ts'

export function useCompanions() {
  const session = useSession()
  const reference = useReference()
  return computed(() => {
    const mine = [...withDescendants(reference.grids, session.member?.gridIds ?? [])]
    return reference.members
      .filter(
        (member) =>
          member.id !== session.member?.id &&
          mine.some((gridId) => canIn(member, 'visit', gridId, reference.tree)),
      )
      .map(({ id, name }) => ({ id, name }))
  })
}
