import type { Member } from '#domain/member.ts'

/** Members whose name holds the words; those who have left come last. */
export const membersShown = (members: readonly Member[], search: string): Member[] =>
  members
    .filter((member) => member.name.toLowerCase().includes(search.trim().toLowerCase()))
    .sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.name.localeCompare(b.name))
