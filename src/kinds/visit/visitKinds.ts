// The tables of a visit: which kinds there are, how it ended, by which channel, what was needed.
import type { Named } from '../table.ts'

export const visitKinds = [
  { key: 'household', zh: '入户走访', en: 'Household visit', icon: 'house' },
  { key: 'care', zh: '关爱走访', en: 'Welfare visit', icon: 'heart-handshake' },
  { key: 'special_survey', zh: '专项排摸', en: 'Special survey', icon: 'clipboard-list' },
  { key: 'recheck', zh: '回头看', en: 'Re-inspection', icon: 'history' },
  { key: 'issue_followup', zh: '回访', en: 'Follow-up', icon: 'message-square' },
  { key: 'shop', zh: '商户走访', en: 'Shop visit', icon: 'store' },
  { key: 'consult', zh: '意见征询', en: 'Consultation', icon: 'users' },
  { key: 'emergency_check', zh: '应急走访', en: 'Emergency welfare check', icon: 'siren' },
  { key: 'remote', zh: '电话线上联系', en: 'Phone or online contact', icon: 'phone' },
  { key: 'estate_inspection', zh: '小区巡查', en: 'Estate inspection', icon: 'footprints' },
] as const satisfies readonly (Named & { icon: string })[]

export const visitResults = [
  { key: 'met', zh: '见到本人', en: 'Met in person' },
  { key: 'met_family', zh: '家人代答', en: 'Family answered' },
  { key: 'not_home', zh: '没人在家', en: 'Nobody home' },
  { key: 'declined', zh: '婉拒', en: 'Declined' },
  { key: 'moved', zh: '已搬离', en: 'Moved away' },
  { key: 'remote_ok', zh: '电话线上已联系', en: 'Reached by phone or online' },
  { key: 'nothing_new', zh: '无新情况', en: 'Nothing new' },
] as const satisfies readonly Named[]

export const visitChannels = [
  { key: 'door', zh: '上门', en: 'At the door' },
  { key: 'phone', zh: '电话', en: 'By phone' },
  { key: 'online', zh: '线上', en: 'Online' },
] as const satisfies readonly Named[]

export const slots = [
  { key: 'day', zh: '白天', en: 'Daytime' },
  { key: 'evening', zh: '晚间', en: 'Evening' },
] as const satisfies readonly Named[]

/** The welfare types of a hazard, so that a need can become one, and anything else. */
export const needTypes = [
  { key: 'elder_emergency', zh: '老人突发状况', en: 'Elder emergency' },
  { key: 'care_need', zh: '照护需求', en: 'Care need' },
  { key: 'job_need', zh: '就业需求', en: 'Job need' },
  { key: 'policy_help', zh: '政策帮办', en: 'Paperwork help' },
  { key: 'hardship', zh: '生活困难', en: 'Hardship' },
  { key: 'other', zh: '其他', en: 'Other' },
] as const satisfies readonly Named[]

export type VisitKindKey = (typeof visitKinds)[number]['key']
export type VisitResult = (typeof visitResults)[number]['key']
export type VisitChannel = (typeof visitChannels)[number]['key']
export type Slot = (typeof slots)[number]['key']
export type NeedType = (typeof needTypes)[number]['key']

const iconsByKind: ReadonlyMap<string, string> = new Map(
  visitKinds.map((kind) => [kind.key, kind.icon]),
)

export const visitIconOf = (key: string): string => iconsByKind.get(key) ?? 'door-open'
