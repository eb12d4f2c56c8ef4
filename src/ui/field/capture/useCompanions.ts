// Who may have gone along: members who capture such reports in the same grids, the person left out.
import { computed } from 'vue'
import { withDescendants } from '#domain/grid.ts'
import { type Ability, canIn } from '#domain/member.ts'
import { useSession } from '#state/useSession.ts'
import { useReference } from '#state/useReference.ts'

export function useCompanions(ability: Ability) {
  const session = useSession()
  const reference = useReference()
  return computed(() => {
    const mine = [...withDescendants(reference.allGrids, session.member?.gridIds ?? [])]
    return reference.members
      .filter(
        (member) =>
          member.id !== session.member?.id &&
          mine.some((gridId) => canIn(member, ability, gridId, reference.tree)),
      )
      .map(({ id, name }) => ({ id, name }))
  })
}
