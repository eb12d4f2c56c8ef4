// Ten invented people; the names say so. The demo's server signs them in, demoWork.ts lets them
// work.
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member, Role } from '#domain/member.ts'
import { communityId } from './demoGrids.ts'

const member = (n: number, name: string, role: Role, gridId: string): Member => ({
  id: `m-${n}` as MemberId,
  name: `${name}（示例）`,
  roles: [role],
  gridIds: [gridId as GridId],
  isActive: true,
})

export const demoMembers = (): Member[] => [
  member(1, '李书记', 'supervisor', communityId),
  member(2, '周站长', 'supervisor', communityId),
  member(3, '陈可', 'gridWorker', 'g-1'),
  member(4, '林一帆', 'gridWorker', 'g-2'),
  member(5, '王小满', 'gridWorker', 'g-3'),
  member(6, '赵青禾', 'gridWorker', 'g-4'),
  member(7, '孙阿姨', 'volunteer', 'g-3'),
  member(8, '吴小舟', 'volunteer', 'g-1'),
  member(9, '物业·钱工', 'handler', communityId),
  member(10, '市政·郑工', 'handler', communityId),
]

/** Whom the tables of work mean by each word. */
export const cast = {
  secretary: 'm-1',
  stationHead: 'm-2',
  property: 'm-9',
  municipal: 'm-10',
  worker1: 'm-3',
  worker2: 'm-4',
  worker3: 'm-5',
  worker4: 'm-6',
  volunteer3: 'm-7',
  volunteer1: 'm-8',
} as unknown as Record<
  | 'secretary'
  | 'stationHead'
  | 'property'
  | 'municipal'
  | 'worker1'
  | 'worker2'
  | 'worker3'
  | 'worker4'
  | 'volunteer3'
  | 'volunteer1',
  MemberId
>
