import { describe, expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { byName } from '#ui/words/byName.ts'
import { gridTree } from '#ui/desk/people/gridTree.ts'
import { membersShown } from '#ui/desk/people/membersShown.ts'

const gridOf = (id: string, parentId: string | null): Grid => ({
  id: id as GridId,
  name: id,
  level: 'grid',
  parentId: parentId as GridId | null,
  border: [],
})
const memberOf = (name: string, isActive = true): Member => ({
  id: name as MemberId,
  name,
  roles: ['volunteer'],
  gridIds: [],
  isActive,
})

describe('grids to choose from', () => {
  it('stand below the one they belong to, also where the top of the tree is not in sight', () => {
    const rows = gridTree([gridOf('1-a', '1'), gridOf('1', 'top'), gridOf('2', 'top')])
    expect(rows.map(({ grid, depth }) => `${depth} ${grid.id}`)).toEqual(['0 1', '1 1-a', '0 2'])
  })
})

describe('the list of members', () => {
  it('names those who have left last, and finds by part of a name', () => {
    const members = [memberOf('Ann', false), memberOf('Cen'), memberOf('Bao')]
    expect(membersShown(members, '', byName('en')).map((member) => member.name)).toEqual([
      'Bao',
      'Cen',
      'Ann',
    ])
    expect(membersShown(members, ' AN', byName('en')).map((member) => member.name)).toEqual(['Ann'])
  })
  it('are in the order of the app’s language, whatever the browser speaks', () => {
    const names = ['王秀英', '安建国', '李敏', '陈志强']
    expect([...names].sort(byName('zh-CN'))).toEqual(['安建国', '陈志强', '李敏', '王秀英'])
    expect(
      membersShown(
        names.map((name) => memberOf(name)),
        '',
        byName('zh-CN'),
      )[0]!.name,
    ).toBe('安建国')
  })
})
