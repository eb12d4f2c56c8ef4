// What happened in the invented community, as a table: one row is one hazard and how far it has come. demoWork.ts makes reports of it.
import type { HazardBody } from '#kinds/hazard/hazard.ts'
import type { cast } from './demoMembers.ts'
import type { SceneName } from './drawPhoto.ts'
import type { PatrolKey } from './demoPatrols.ts'

type Who = keyof typeof cast

/** How far it has come, as the steps taken since it was reported. */
export const journeys = {
  reported: [],
  returned: ['return'],
  amended: ['return', 'amend'],
  accepted: ['accept'],
  dispatched: ['accept', 'dispatch'],
  inProgress: ['accept', 'dispatch', 'start'],
  resolved: ['accept', 'dispatch', 'start', 'resolve'],
  reworked: ['accept', 'dispatch', 'start', 'resolve', 'rework'],
  closed: ['accept', 'dispatch', 'start', 'resolve', 'close'],
  followedUp: ['accept', 'dispatch', 'start', 'resolve', 'close', 'followUp'],
  selfHandled: [],
  selfHandledClosed: ['close'],
  rejected: ['reject'],
  withdrawn: ['withdraw'],
} as const

export interface HazardPlan {
  type: string
  /** Code of the place. */
  at: string
  by: Who
  /** Days before today, and the share of that day's work that had passed. */
  when: readonly [daysAgo: number, share: number]
  journey: keyof typeof journeys
  note: string
  scene?: SceneName
  /** What the number plate in the picture says, where the place itself has none. */
  plate?: string
  /** A second photo from afar. */
  hasFarPhoto?: boolean
  /** What a return, reject, withdraw or rework says. */
  reason?: string
  /** What was done, said with the photo taken afterwards. */
  done?: string
  handler?: 'property' | 'municipal'
  /** Hours from now to the end of the limit; negative is overdue. Without it the limit of the type counts. */
  dueInHours?: number
  onPatrol?: PatrolKey
  body?: Partial<HazardBody>
}

const noPhoto = (whyNoPhoto: string): Partial<HazardBody> => ({ whyNoPhoto })

export const hazardPlans: readonly HazardPlan[] = [
  // today
  { type: 'ebike_indoor', at: '4-1', by: 'worker3', when: [0, 0.57], journey: 'reported', scene: 'lobby', note: '一辆电动车停在电梯口，电池未拆', onPatrol: 'paused', body: { location: '4号楼1单元一层' } },
  { type: 'flying_wire_charging', at: 'W-116', by: 'worker3', when: [0, 0.53], journey: 'reported', scene: 'wall', plate: '3-2', hasFarPhoto: true, note: '201窗口拉线，雨天会淋到插座', onPatrol: 'paused', body: { location: '3号楼2单元旁' } },
  { type: 'manhole', at: 'M-2', by: 'worker2', when: [0, 0.34], journey: 'inProgress', scene: 'manhole', note: '井盖移位，露出半个井口，已放路锥', handler: 'municipal', dueInHours: 1.5, body: { location: '东门内侧' } },
  { type: 'corridor_clutter', at: '3-2', by: 'volunteer3', when: [0, 0.3], journey: 'accepted', scene: 'corridor', note: '二层纸箱堆到门边，只剩半米宽', body: { location: '二层', measured: { value: 50, unit: '厘米' } } },
  { type: 'stairwell_dirty', at: '6-2', by: 'worker3', when: [0, 0.4], journey: 'selfHandled', scene: 'corridor', note: '三层楼道有袋垃圾，当场清走', onPatrol: 'paused', done: '已清扫', body: { isFixedOnSpot: true } },
  { type: 'gate_fault', at: 'M-3', by: 'worker3', when: [0, 0.5], journey: 'dispatched', note: '道闸抬起后不落', handler: 'property', dueInHours: 4, onPatrol: 'paused', body: noPhoto('手机没电，回站后补报') },
  { type: 'fire_lane_blocked', at: 'X-1', by: 'volunteer3', when: [0, 0.7], journey: 'dispatched', scene: 'fireLane', note: '轿车停在消防通道，车上没人', handler: 'property', dueInHours: 0.8 },
  { type: 'exposed_garbage', at: 'L-1', by: 'worker1', when: [0, 0.45], journey: 'reported', scene: 'garbage', note: '投放点外堆了七八袋', onPatrol: 'today' },
  // yesterday and the day before
  { type: 'light_out', at: 'W-113', by: 'worker3', when: [1, 0.95], journey: 'dispatched', scene: 'lamp', note: '天黑后不亮，旁边两盏正常', handler: 'municipal', dueInHours: 6, onPatrol: 'yesterday' },
  { type: 'flying_wire_charging', at: '5-1', by: 'worker3', when: [1, 0.8], journey: 'returned', scene: 'facade', note: '窗口拉线到楼下充电', reason: '看不清楼层，补一张带门牌的远景。', onPatrol: 'yesterday' },
  { type: 'flying_wire_charging', at: 'W-117', by: 'worker3', when: [1, 0.85], journey: 'resolved', scene: 'wall', plate: '3-1', note: '从窗口垂线给车充电', handler: 'property', done: '已断电撤线，车推到车棚充电', dueInHours: 2, onPatrol: 'yesterday' },
  { type: 'sewage_overflow', at: '10-1', by: 'worker3', when: [1, 0.3], journey: 'inProgress', note: '东侧污水井往外冒，气味重', handler: 'municipal', dueInHours: 3, body: noPhoto('现场有居民，不便拍照') },
  { type: 'play_fitness_damage', at: 'Y-1', by: 'volunteer1', when: [1, 0.6], journey: 'accepted', note: '漫步机右踏板松脱，已挂牌停用', body: noPhoto('雨大，镜头看不清') },
  { type: 'branch_hazard', at: '8-3', by: 'worker1', when: [2, 0.4], journey: 'inProgress', scene: 'branch', note: '断枝横在步道上，绕行要踩草地', handler: 'municipal', dueInHours: 20 },
  { type: 'fire_equipment_fault', at: '8-1', by: 'worker1', when: [2, 0.2], journey: 'dispatched', scene: 'extinguisher', note: '箱内少一具灭火器，玻璃碎了', handler: 'property', dueInHours: -5 },
  { type: 'corridor_clutter', at: '7-1', by: 'worker1', when: [4, 0.5], journey: 'reworked', scene: 'corridor', note: '三层堆放旧家具', handler: 'property', done: '已清到楼下', reason: '转角处还有两箱，请清完再报。', dueInHours: -24, body: { location: '三层' } },
  { type: 'wall_tilt', at: '2-1', by: 'worker1', when: [3, 0.3], journey: 'inProgress', scene: 'leaningWall', note: '北墙外倾，中段有通缝', handler: 'municipal', dueInHours: 26, body: { measured: { value: 12, unit: '厘米' } } },
  { type: 'leak', at: '12-1', by: 'worker2', when: [2, 0.7], journey: 'accepted', note: '顶楼楼道顶板渗水', body: noPhoto('楼道无灯，拍不清') },
  { type: 'exposed_garbage', at: 'S-04', by: 'worker4', when: [1, 0.2], journey: 'selfHandled', scene: 'garbage', note: '店旁投放点散落包装，请店员当场清走', done: '已清走', body: { isFixedOnSpot: true } },
  { type: 'commercial_noise', at: 'S-02', by: 'worker4', when: [3, 0.1], journey: 'accepted', note: '早上五点排风机声音大', body: noPhoto('声音问题，无法拍照') },
  { type: 'living_noise', at: '15-2', by: 'worker4', when: [2, 0.9], journey: 'rejected', note: '楼上装修声', reason: '在规定时段内施工，已向居民说明。', body: noPhoto('声音问题，无法拍照') },
  { type: 'exposed_garbage', at: 'L-3', by: 'volunteer3', when: [1, 0.15], journey: 'withdrawn', note: '投放点旁有散袋', reason: '保洁刚清走，与早上那条重复。', body: noPhoto('到场时已清走') },
  { type: 'barrier_access', at: 'M-4', by: 'worker4', when: [4, 0.6], journey: 'amended', note: '坡道口被花箱挡住，轮椅过不去，花箱宽约1米', reason: '请写清挡住多宽。', body: noPhoto('已口头告知门岗，未拍') },
  // last week
  { type: 'corridor_clutter', at: '9-3', by: 'worker3', when: [6, 0.6], journey: 'dispatched', scene: 'corridor', note: '二层鞋柜和纸箱占道', handler: 'property', dueInHours: -30, body: { location: '二层' } },
  { type: 'ebike_indoor', at: '10-1', by: 'volunteer3', when: [5, 0.8], journey: 'resolved', scene: 'lobby', note: '门厅停了一辆，正在充电', handler: 'property', done: '车主已推出，加装提示牌' },
  { type: 'exposed_garbage', at: 'L-2', by: 'worker2', when: [6, 0.3], journey: 'resolved', scene: 'garbage', note: '桶满，周边散落', handler: 'property', done: '已清运并冲洗地面' },
  { type: 'light_out', at: 'W-109', by: 'worker2', when: [7, 0.95], journey: 'closed', scene: 'lamp', note: '整盏不亮', handler: 'municipal', done: '更换灯头，已试亮' },
  { type: 'manhole', at: 'Y-2', by: 'worker2', when: [8, 0.5], journey: 'closed', scene: 'manhole', note: '雨水井盖错开一掌宽，孩子常在旁边玩', handler: 'municipal', done: '已复位并加固', body: { measured: { value: 9, unit: '厘米' } } },
  { type: 'flying_wire_charging', at: '14-2', by: 'worker4', when: [9, 0.6], journey: 'closed', scene: 'wall', note: '一楼窗口拉线', handler: 'property', done: '已撤线，登记到车棚' },
  { type: 'ebike_indoor', at: '16-1', by: 'worker4', when: [8, 0.2], journey: 'selfHandledClosed', scene: 'lobby', note: '电动车推进门厅，当场劝离', done: '车主已推出', body: { isFixedOnSpot: true } },
  { type: 'sign_damage', at: 'S-05', by: 'worker2', when: [10, 0.4], journey: 'dispatched', note: '店招一角松动，大风会掉', handler: 'municipal', dueInHours: 50, body: noPhoto('逆光，拍不清') },
  { type: 'bin_odour', at: 'L-4', by: 'worker4', when: [11, 0.5], journey: 'closed', scene: 'garbage', note: '桶边渗液，气味大', handler: 'property', done: '已清运，桶身冲洗' },
  { type: 'car_misparked', at: 'W-118', by: 'volunteer3', when: [11, 0.9], journey: 'rejected', note: '车压到路沿石', reason: '该处为划线车位，不属乱停。', body: noPhoto('天暗，未拍清车位线') },
  // earlier
  { type: 'fire_equipment_fault', at: '11-1', by: 'worker2', when: [13, 0.3], journey: 'followedUp', scene: 'extinguisher', note: '灭火器缺一具', handler: 'property', done: '已补齐，压力正常' },
  { type: 'branch_hazard', at: '2-2', by: 'volunteer1', when: [14, 0.4], journey: 'followedUp', scene: 'branch', note: '大枝折断挡路', handler: 'municipal', done: '已锯断运走' },
  { type: 'corridor_clutter', at: '5-1', by: 'worker3', when: [16, 0.6], journey: 'followedUp', scene: 'corridor', note: '一层门厅堆快递箱', handler: 'property', done: '已清空，约定不再堆放' },
  { type: 'ebike_indoor', at: '13-2', by: 'worker2', when: [17, 0.1], journey: 'closed', scene: 'lobby', note: '门厅停了一辆，挡住电梯门', handler: 'property', done: '已推到充电棚' },
  { type: 'neighbour_dispute', at: '9-3', by: 'worker3', when: [20, 0.8], journey: 'withdrawn', note: '楼上浇花滴水', reason: '两家已自行说好。', body: noPhoto('不涉及现场') },
  { type: 'wall_tilt', at: 'M-1', by: 'worker1', when: [22, 0.3], journey: 'followedUp', scene: 'leaningWall', note: '门侧围墙开裂', handler: 'municipal', done: '已围挡并加撑，列入整修', body: { measured: { value: 3, unit: '厘米' } } },
  { type: 'light_out', at: 'W-104', by: 'worker1', when: [24, 0.95], journey: 'followedUp', scene: 'lamp', note: '路灯不亮', handler: 'municipal', done: '线路接头已修' },
  { type: 'property_dispute', at: 'F-1', by: 'worker4', when: [26, 0.5], journey: 'accepted', note: '居民询问公共收益公示时间', body: noPhoto('不涉及现场') },
]
