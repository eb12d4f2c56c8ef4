// Who may have gone along on a visit: members who make visits in the same grids, the person left
// out.
import { computed } from 'vue'
import { withDescendants } from '#domain/grid.ts'
import { canIn } from '#domain/member.ts'
import { usePerson } from '#state/usePerson.ts'
import { useReference } from '#state/useReference.ts'

export function useCompanions() {
  const person = usePerson()
  const reference = useReference()
  return computed(() => {
    const mine = [...withDescendants(reference.grids, person.member?.gridIds ?? [])]
    return reference.members
      .filter(
        (member) =>
          member.id !== person.member?.id &&
          mine.some((gridId) => canIn(member, 'visit', gridId, reference.tree)),
      )
      .map(({ id, name }) => ({ id, name }))
  })
}
