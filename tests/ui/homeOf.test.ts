import { describe, expect, it } from 'vitest'
import { hasAbility, type Role } from '#domain/member.ts'
import { homeOf } from '#ui/routes/homeOf.ts'

const home = (roles: Role[], isWide: boolean): string => {
  const member = { roles, isActive: true }
  return homeOf({ member, hasAbility: (ability) => hasAbility(member, ability) }, isWide).name
}

describe('where a person begins', () => {
  it.each<[string, Role[], string, string]>([
    ['who walks a grid, in the field', ['gridWorker'], 'today', 'today'],
    ['who handles, with their orders', ['handler'], 'today', 'today'],
    ['who decides, at the desk or with what waits', ['supervisor'], 'desk', 'deskReports'],
    [
      'who decides and walks, in the field on a phone',
      ['supervisor', 'gridWorker'],
      'desk',
      'today',
    ],
    ['who only manages members, with them', ['admin'], 'deskMembers', 'deskMembers'],
    ['who decides and manages, like who decides', ['supervisor', 'admin'], 'desk', 'deskReports'],
  ])('%s', (_, roles, atTheDesk, onAPhone) => {
    expect([home(roles, true), home(roles, false)]).toEqual([atTheDesk, onAPhone])
  })
})
