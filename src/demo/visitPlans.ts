// The visits of the invented community, as a table. They say what was found at the door and nothing
// of who lives there.
import type { VisitBody } from '#kinds/visit/visit.ts'
import type { cast } from './demoMembers.ts'

export interface VisitPlan {
  at: string
  by: keyof typeof cast
  when: readonly [daysAgo: number, share: number]
  journey: 'reported' | 'returned' | 'amended' | 'accepted' | 'withdrawn'
  note: string
  hasPhoto?: boolean
  reason?: string
  needs?: readonly { type: string; text: string }[]
  body?: Partial<VisitBody>
}

export const visitPlans: readonly VisitPlan[] = [
  {
    at: '9-1-101',
    by: 'worker3',
    when: [0, 0.2],
    journey: 'reported',
    note: '精神好，燃气阀已关',
    hasPhoto: true,
  },
  {
    at: '4-2-101',
    by: 'worker3',
    when: [0, 0.35],
    journey: 'reported',
    note: '想申请送餐，已说明流程',
    needs: [{ type: 'care_need', text: '工作日午餐送餐' }],
  },
  {
    at: '1-1-101',
    by: 'worker1',
    when: [0, 0.6],
    journey: 'reported',
    note: '敲门无人应，下午再来',
    body: { result: 'not_home' },
  },
  {
    at: '10-2-401',
    by: 'worker3',
    when: [1, 0.6],
    journey: 'accepted',
    note: '一切如常',
    body: { result: 'nothing_new' },
  },
  {
    at: '8-2-102',
    by: 'worker1',
    when: [2, 0.4],
    journey: 'returned',
    note: '已走访',
    reason: '请补写本次见到谁、有无需要。',
  },
  {
    at: '13-3-101',
    by: 'worker2',
    when: [3, 0.5],
    journey: 'accepted',
    note: '电话联系，近日住亲戚家',
    body: { visitKind: 'remote', channel: 'phone', result: 'remote_ok' },
  },
  {
    at: '3-1-502',
    by: 'worker3',
    when: [7, 0.8],
    journey: 'accepted',
    note: '想装楼梯扶手',
    hasPhoto: true,
    needs: [{ type: 'care_need', text: '五层转角加装扶手' }],
  },
  {
    at: '3-2-201',
    by: 'worker3',
    when: [9, 0.5],
    journey: 'accepted',
    note: '聊了半小时，暖气正常',
    hasPhoto: true,
  },
  {
    at: '8-2-102',
    by: 'worker1',
    when: [10, 0.3],
    journey: 'accepted',
    note: '见到本人，窗户合页松，已帮拧紧',
  },
  {
    at: '14-1-302',
    by: 'worker4',
    when: [11, 0.9],
    journey: 'accepted',
    note: '晚间上门，家人代答',
    body: { slot: 'evening', result: 'met_family' },
  },
  {
    at: '7-1-402',
    by: 'worker1',
    when: [13, 0.4],
    journey: 'amended',
    note: '见到本人，咨询医保报销材料',
    reason: '请补写咨询的事项。',
    needs: [{ type: 'policy_help', text: '门诊报销需要哪些材料' }],
  },
  {
    at: 'S-02',
    by: 'worker4',
    when: [15, 0.2],
    journey: 'accepted',
    note: '查看灶间和灭火器，提醒清油烟管',
    body: { visitKind: 'shop' },
  },
  {
    at: '12-1-202',
    by: 'worker2',
    when: [18, 0.5],
    journey: 'withdrawn',
    note: '入户走访',
    reason: '选错门牌，已重新登记。',
    body: { visitKind: 'household' },
  },
  {
    at: 'S-05',
    by: 'worker2',
    when: [19, 0.4],
    journey: 'accepted',
    note: '货架未占通道，插座已换新',
    body: { visitKind: 'shop', result: 'nothing_new' },
  },
  {
    at: '2-2-201',
    by: 'worker1',
    when: [20, 0.7],
    journey: 'accepted',
    note: '咨询老年卡年审，已说明',
    needs: [{ type: 'policy_help', text: '老年卡年审地点和时间' }],
  },
  {
    at: '6-1-201',
    by: 'worker3',
    when: [21, 0.6],
    journey: 'accepted',
    note: '孩子上学，老人身体好',
    body: { result: 'met_family' },
  },
  {
    at: '5-1-102',
    by: 'worker3',
    when: [27, 0.5],
    journey: 'accepted',
    note: '恢复得不错，能下楼散步',
  },
  {
    at: '16-4-102',
    by: 'worker4',
    when: [29, 0.3],
    journey: 'accepted',
    note: '婉拒入户，门口聊了几句',
    body: { visitKind: 'household', result: 'declined' },
  },
]
