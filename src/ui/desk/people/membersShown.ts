import type { Member } from '#domain/member.ts'

/** Members whose name holds the words; those who have left come last. */
export const membersShown = (
  members: readonly Member[],
  search: string,
  compare: (a: string, b: string) => number,
): Member[] =>
  members
    .filter((member) => member.name.toLowerCase().includes(search.trim().toLowerCase()))
    .sort((a, b) => Number(b.isActive) - Number(a.isActive) || compare(a.name, b.name))
