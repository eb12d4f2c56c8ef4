// Every type of hazard a patrol can meet, in the order of the button list. Severity, tier and limit are proposals a supervisor may change.
// National codes are a proposed mapping to the city-management lists and never truth: the standard's own text was not
// seen. E = event, C = component, then class and sub-type; `corroborated` = same number and meaning in two public
// lists, `singleSource` = in one. Types inside an estate mostly have none.
import type { Limit, Tier } from '#domain/workCalendar.ts'

export const severities = ['critical', 'major', 'minor'] as const
export type Severity = (typeof severities)[number]

export const categories = [
  { key: 'fire', zh: '消防与用电', en: 'Fire and electricity' },
  { key: 'bldg', zh: '房屋与构筑物', en: 'Buildings and structures' },
  { key: 'water', zh: '给排水与防汛', en: 'Water and drainage' },
  { key: 'equip', zh: '电梯与公共设备', en: 'Lifts and equipment' },
  { key: 'road', zh: '道路与通行', en: 'Roads and access' },
  { key: 'veh', zh: '车辆停放', en: 'Vehicles' },
  { key: 'env', zh: '环境卫生', en: 'Sanitation' },
  { key: 'green', zh: '绿化', en: 'Greenery' },
  { key: 'street', zh: '街面与商户', en: 'Street and shops' },
  { key: 'order', zh: '治安与矛盾', en: 'Safety and disputes' },
  { key: 'care', zh: '民生求助', en: 'Welfare needs' },
  { key: 'weather', zh: '极端天气', en: 'Extreme weather' },
  { key: 'other', zh: '其他', en: 'Other' },
] as const
export type CategoryKey = (typeof categories)[number]['key']

export interface HazardType {
  key: string
  category: CategoryKey
  zh: string
  en: string
  /** Of `zh`, one syllable per character, no tones; ü is written v. */
  pinyin: string
  severity: Severity
  tier: Tier
  /** Null: the limit of the tier. */
  limit: Limit | null
  nationalCode: string | null
  nationalCodeStatus: 'corroborated' | 'singleSource' | 'none'
  /** Name of a lucide icon that parts/GwIcon.vue knows. */
  icon: string
  /** A person on the spot can put it right; never true of something critical. */
  mayFixOnSpot: boolean
  /** The number to phone before anything is logged. */
  emergency?: '119' | '110' | '120'
  /** Further words people search by. */
  keywords?: readonly string[]
}

type Code = Pick<HazardType, 'nationalCode' | 'nationalCodeStatus'>
const inTwo = (nationalCode: string): Code => ({ nationalCode, nationalCodeStatus: 'corroborated' })
const inOne = (nationalCode: string): Code => ({ nationalCode, nationalCodeStatus: 'singleSource' })
const none: Code = { nationalCode: null, nationalCodeStatus: 'none' }
const days = (count: number): Limit => ({ count, unit: 'workingDay' })

export const hazardTypes: readonly HazardType[] = [
  { key: 'flying_wire_charging', category: 'fire', zh: '飞线充电', en: 'Flying-wire charging', pinyin: 'fei xian chong dian',
    severity: 'major', tier: 2, limit: days(1), ...none, icon: 'plug-zap', mayFixOnSpot: true, keywords: ['拉线', '插排', '电瓶车充电', '电动车充电'] },
  { key: 'ebike_indoor', category: 'fire', zh: '电动车进楼', en: 'E-bike indoors', pinyin: 'dian dong che jin lou',
    severity: 'major', tier: 2, limit: days(1), ...none, icon: 'bike', mayFixOnSpot: true, keywords: ['电瓶车', '楼道停放', '楼道充电', '上楼', '进电梯'] },
  { key: 'fire_lane_blocked', category: 'fire', zh: '消防通道堵塞', en: 'Fire lane blocked', pinyin: 'xiao fang tong dao du se',
    severity: 'major', tier: 1, limit: null, ...none, icon: 'flame', mayFixOnSpot: true, keywords: ['消防车道', '占用'] },
  { key: 'exit_blocked', category: 'fire', zh: '安全出口堵塞', en: 'Exit blocked or locked', pinyin: 'an quan chu kou du se',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'door-closed', mayFixOnSpot: false, keywords: ['疏散通道', '锁闭', '逃生'] },
  { key: 'corridor_clutter', category: 'fire', zh: '楼道堆物', en: 'Corridor clutter', pinyin: 'lou dao dui wu',
    severity: 'major', tier: 2, limit: days(3), ...none, icon: 'package', mayFixOnSpot: true, keywords: ['杂物', '堆放', '电表间', '架空层', '管道井'] },
  { key: 'fire_equipment_fault', category: 'fire', zh: '消防设施缺损', en: 'Fire equipment fault', pinyin: 'xiao fang she shi que sun',
    severity: 'major', tier: 2, limit: null, ...inOne('C0113'), icon: 'fire-extinguisher', mayFixOnSpot: false, keywords: ['灭火器', '消火栓', '消防栓', '消防门', '烟感', '应急灯'] },
  { key: 'unsafe_wiring', category: 'fire', zh: '私拉电线', en: 'Unsafe wiring', pinyin: 'si la dian xian',
    severity: 'major', tier: 2, limit: days(1), ...inOne('E0408'), icon: 'zap', mayFixOnSpot: false, keywords: ['乱接', '裸露电线', '私接', '架空线'] },
  { key: 'power_outage', category: 'fire', zh: '停电跳闸', en: 'Power cut or tripping', pinyin: 'ting dian tiao zha',
    severity: 'major', tier: 1, limit: null, ...inOne('C0116'), icon: 'zap', mayFixOnSpot: false, keywords: ['断电', '没电', '配电箱'] },
  { key: 'gas_hazard', category: 'fire', zh: '燃气隐患', en: 'Gas leak or cylinder', pinyin: 'ran qi yin huan',
    severity: 'critical', tier: 1, limit: null, ...inTwo('E0403'), icon: 'flame', mayFixOnSpot: false, emergency: '119', keywords: ['煤气', '泄漏', '瓶装气', '液化气', '钢瓶'] },
  { key: 'open_burning', category: 'fire', zh: '露天焚烧', en: 'Open burning', pinyin: 'lu tian fen shao',
    severity: 'minor', tier: 2, limit: null, ...inOne('E0115'), icon: 'flame', mayFixOnSpot: true, keywords: ['小水炉', '烟火', '烧树叶', '烧垃圾'] },
  { key: 'charging_gap', category: 'fire', zh: '充电设施不足', en: 'Charging shortage or fault', pinyin: 'chong dian she shi bu zu',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'plug-zap', mayFixOnSpot: false, keywords: ['充电桩', '充电棚', '充电故障'] },

  { key: 'group_rental', category: 'bldg', zh: '群租日租', en: 'Illegal group or day rental', pinyin: 'qun zu ri zu',
    severity: 'major', tier: 3, limit: null, ...none, icon: 'users', mayFixOnSpot: false, keywords: ['合租', '出租屋'] },
  { key: 'illegal_building', category: 'bldg', zh: '违法搭建', en: 'Illegal construction', pinyin: 'wei fa da jian',
    severity: 'major', tier: 3, limit: null, ...inTwo('E0101'), icon: 'construction', mayFixOnSpot: false, keywords: ['违建', '私搭乱建', '承重墙', '隔断'] },
  { key: 'wall_tilt', category: 'bldg', zh: '围墙倾斜开裂', en: 'Tilting or cracked wall', pinyin: 'wei qiang qing xie kai lie',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'brick-wall', mayFixOnSpot: false, keywords: ['裂缝', '墙体', '倒塌'] },
  { key: 'falling_facade', category: 'bldg', zh: '外墙脱落', en: 'Falling façade parts', pinyin: 'wai qiang tuo luo',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'brick-wall', mayFixOnSpot: false, keywords: ['保温层', '瓷砖', '构件', '坠落'] },
  { key: 'unsafe_bridge', category: 'bldg', zh: '危桥栈道破损', en: 'Unsafe bridge or boardwalk', pinyin: 'wei qiao zhan dao po sun',
    severity: 'critical', tier: 1, limit: null, ...inOne('C0208'), icon: 'triangle-alert', mayFixOnSpot: false, keywords: ['木栈道', '桥'] },
  { key: 'thrown_object', category: 'bldg', zh: '高空抛物', en: 'Objects thrown or falling', pinyin: 'gao kong pao wu',
    severity: 'major', tier: 2, limit: null, ...none, icon: 'triangle-alert', mayFixOnSpot: false, keywords: ['坠物', '花盆'] },
  { key: 'public_space_taken', category: 'bldg', zh: '公共空间私占', en: 'Public space enclosed', pinyin: 'gong gong kong jian si zhan',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'door-closed', mayFixOnSpot: false, keywords: ['封门', '储藏柜', '圈占', '占用'] },
  { key: 'common_part_damage', category: 'bldg', zh: '公共部位破损', en: 'Damaged common parts', pinyin: 'gong gong bu wei po sun',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'hammer', mayFixOnSpot: true, keywords: ['墙面', '扶手', '门窗', '玻璃'] },

  { key: 'pipe_burst', category: 'water', zh: '水管爆裂', en: 'Burst main', pinyin: 'shui guan bao lie',
    severity: 'critical', tier: 1, limit: null, ...inTwo('E0402'), icon: 'droplets', mayFixOnSpot: false, keywords: ['爆管', '管道'] },
  { key: 'leak', category: 'water', zh: '漏水渗水', en: 'Leak or seepage', pinyin: 'lou shui shen shui',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'droplets', mayFixOnSpot: true, keywords: ['滴水', '屋顶', '外墙渗水'] },
  { key: 'waterlogging', category: 'water', zh: '积水内涝', en: 'Waterlogging', pinyin: 'ji shui nei lao',
    severity: 'major', tier: 2, limit: null, ...inOne('E0406'), icon: 'droplets', mayFixOnSpot: false, keywords: ['淹水', '雨水', '排水'] },
  { key: 'sewage_overflow', category: 'water', zh: '污水满溢', en: 'Sewage overflow', pinyin: 'wu shui man yi',
    severity: 'major', tier: 2, limit: days(1), ...inTwo('E0404'), icon: 'droplets', mayFixOnSpot: false, keywords: ['下水道', '倒灌', '外溢', '化粪池'] },
  { key: 'manhole', category: 'water', zh: '井盖缺损移位', en: 'Manhole cover missing or moved', pinyin: 'jing gai que sun yi wei',
    severity: 'critical', tier: 1, limit: null, ...inOne('C0101–C0112'), icon: 'circle-dot', mayFixOnSpot: false, keywords: ['窨井', '雨水井', '污水井'] },
  { key: 'tap_water_quality', category: 'water', zh: '自来水异常', en: 'Tap-water quality', pinyin: 'zi lai shui yi chang',
    severity: 'major', tier: 2, limit: days(1), ...none, icon: 'droplets', mayFixOnSpot: false, keywords: ['水质', '黄水', '异味'] },

  { key: 'lift_trapped', category: 'equip', zh: '电梯困人', en: 'People trapped in lift', pinyin: 'dian ti kun ren',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'arrow-up-down', mayFixOnSpot: false, emergency: '119', keywords: ['被困', '关人'] },
  { key: 'lift_fault', category: 'equip', zh: '电梯故障', en: 'Lift fault', pinyin: 'dian ti gu zhang',
    severity: 'major', tier: 1, limit: null, ...none, icon: 'arrow-up-down', mayFixOnSpot: false, keywords: ['停运', '门缝', '升降机'] },
  { key: 'light_out', category: 'equip', zh: '路灯不亮', en: 'Lamp out', pinyin: 'lu deng bu liang',
    severity: 'minor', tier: 2, limit: days(1), ...inOne('C0118'), icon: 'lightbulb-off', mayFixOnSpot: true, keywords: ['楼道灯', '灯坏', '照明', '灯泡'] },
  { key: 'gate_fault', category: 'equip', zh: '门禁道闸故障', en: 'Access gate fault', pinyin: 'men jin dao zha gu zhang',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'door-closed', mayFixOnSpot: true, keywords: ['大门', '单元门', '对讲'] },
  { key: 'play_fitness_damage', category: 'equip', zh: '健身器材损坏', en: 'Fitness or play equipment damage', pinyin: 'jian shen qi cai sun huai',
    severity: 'major', tier: 2, limit: null, ...inOne('C0126'), icon: 'dumbbell', mayFixOnSpot: false, keywords: ['儿童设施', '滑梯', '秋千'] },
  { key: 'seat_damage', category: 'equip', zh: '座椅损坏', en: 'Bench damage', pinyin: 'zuo yi sun huai',
    severity: 'minor', tier: 3, limit: null, ...inOne('C0407'), icon: 'hammer', mayFixOnSpot: false, keywords: ['长椅', '凳子', '休憩'] },

  { key: 'pavement_damage', category: 'road', zh: '路面破损', en: 'Pavement damage', pinyin: 'lu mian po sun',
    severity: 'minor', tier: 2, limit: null, ...inOne('E0110'), icon: 'route', mayFixOnSpot: false, keywords: ['道板砖', '坑洼', '人行道'] },
  { key: 'trip_hazard', category: 'road', zh: '高低落差', en: 'Trip hazard', pinyin: 'gao di luo cha',
    severity: 'major', tier: 2, limit: null, ...none, icon: 'triangle-alert', mayFixOnSpot: false, keywords: ['绊倒', '台阶', '摔跤'] },
  { key: 'road_collapse', category: 'road', zh: '路面塌陷', en: 'Road collapse', pinyin: 'lu mian ta xian',
    severity: 'critical', tier: 1, limit: null, ...inTwo('E0401'), icon: 'triangle-alert', mayFixOnSpot: false, keywords: ['塌方', '坑洞'] },
  { key: 'barrier_access', category: 'road', zh: '无障碍受阻', en: 'Barrier-free access blocked', pinyin: 'wu zhang ai shou zu',
    severity: 'major', tier: 2, limit: null, ...inOne('E0598'), icon: 'accessibility', mayFixOnSpot: true, keywords: ['盲道', '坡道', '轮椅'] },
  { key: 'blind_spot', category: 'road', zh: '视线盲区', en: 'Sight line blocked', pinyin: 'shi xian mang qu',
    severity: 'major', tier: 2, limit: null, ...none, icon: 'eye-off', mayFixOnSpot: false, keywords: ['转角', '凸面镜', '遮挡'] },
  { key: 'missing_footway', category: 'road', zh: '缺人行通道', en: 'Missing footway', pinyin: 'que ren xing tong dao',
    severity: 'major', tier: 3, limit: null, ...none, icon: 'route', mayFixOnSpot: false, keywords: ['人行道', '开口'] },

  { key: 'car_misparked', category: 'veh', zh: '机动车乱停', en: 'Misparked car', pinyin: 'ji dong che luan ting',
    severity: 'minor', tier: 2, limit: days(1), ...inTwo('E0505'), icon: 'car', mayFixOnSpot: true, keywords: ['汽车', '违停', '停车'] },
  { key: 'bike_misparked', category: 'veh', zh: '非机动车乱停', en: 'Misparked bike or e-bike', pinyin: 'fei ji dong che luan ting',
    severity: 'minor', tier: 2, limit: days(1), ...inTwo('E0506'), icon: 'bike', mayFixOnSpot: true, keywords: ['电瓶车', '共享单车', '自行车'] },
  { key: 'zombie_vehicle', category: 'veh', zh: '僵尸车', en: 'Abandoned vehicle', pinyin: 'jiang shi che',
    severity: 'minor', tier: 3, limit: null, ...inTwo('E0107'), icon: 'car', mayFixOnSpot: false, keywords: ['废弃车辆', '旧车'] },
  { key: 'ground_lock', category: 'veh', zh: '私装地锁', en: 'Private parking lock', pinyin: 'si zhuang di suo',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'car', mayFixOnSpot: false, keywords: ['车位', '占位'] },

  { key: 'exposed_garbage', category: 'env', zh: '暴露垃圾', en: 'Exposed garbage', pinyin: 'bao lu la ji',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0102'), icon: 'trash', mayFixOnSpot: true, keywords: ['小包垃圾', '乱扔'] },
  { key: 'renovation_waste', category: 'env', zh: '装修垃圾', en: 'Renovation waste', pinyin: 'zhuang xiu la ji',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0103'), icon: 'hammer', mayFixOnSpot: true, keywords: ['建筑垃圾', '渣土'] },
  { key: 'bulky_waste', category: 'env', zh: '废弃家具', en: 'Bulky waste', pinyin: 'fei qi jia ju',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0108'), icon: 'package', mayFixOnSpot: true, keywords: ['大件垃圾', '沙发', '床垫'] },
  { key: 'bin_odour', category: 'env', zh: '垃圾桶满溢', en: 'Bin odour or overflow', pinyin: 'la ji tong man yi',
    severity: 'minor', tier: 2, limit: days(2), ...none, icon: 'trash', mayFixOnSpot: true, keywords: ['异味', '臭', '垃圾房'] },
  { key: 'water_body_dirty', category: 'env', zh: '河道不洁', en: 'Dirty water body', pinyin: 'he dao bu jie',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0105'), icon: 'droplets', mayFixOnSpot: true, keywords: ['河道垃圾', '水藻', '水面', '池塘'] },
  { key: 'pests', category: 'env', zh: '蚊虫鼠害', en: 'Pests', pinyin: 'wen chong shu hai',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'bug', mayFixOnSpot: true, keywords: ['老鼠', '蟑螂', '白蚁', '消杀'] },
  { key: 'shop_wastewater', category: 'env', zh: '商户污水乱倒', en: 'Shop waste water', pinyin: 'shang hu wu shui luan dao',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'store', mayFixOnSpot: true, keywords: ['泔水', '油污', '餐饮'] },
  { key: 'stairwell_dirty', category: 'env', zh: '楼道不洁', en: 'Dirty stairwell or road', pinyin: 'lou dao bu jie',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0104'), icon: 'trash', mayFixOnSpot: true, keywords: ['道路不洁', '保洁', '清扫'] },

  { key: 'green_to_vegetable', category: 'green', zh: '毁绿种菜', en: 'Greenery turned into vegetables', pinyin: 'hui lv zhong cai',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'sprout', mayFixOnSpot: false, keywords: ['占绿', '菜地'] },
  { key: 'branch_hazard', category: 'green', zh: '枯枝挂落', en: 'Branch or tree hazard', pinyin: 'ku zhi gua luo',
    severity: 'major', tier: 2, limit: null, ...none, icon: 'tree-pine', mayFixOnSpot: false, keywords: ['树枝', '断枝', '遮挡', '倒伏', '倒树'] },
  { key: 'bare_green', category: 'green', zh: '绿化缺损', en: 'Damaged greenery', pinyin: 'lv hua que sun',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'sprout', mayFixOnSpot: false, keywords: ['黄土裸露', '补种', '草坪'] },
  { key: 'tree_request', category: 'green', zh: '移树修树', en: 'Tree pruning request', pinyin: 'yi shu xiu shu',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'tree-pine', mayFixOnSpot: false, keywords: ['修剪', '采光', '树木'] },

  { key: 'cooking_fumes', category: 'street', zh: '油烟污染', en: 'Cooking fumes', pinyin: 'you yan wu ran',
    severity: 'minor', tier: 3, limit: null, ...inOne('E0116'), icon: 'store', mayFixOnSpot: false, keywords: ['饭店', '餐饮', '烟道'] },
  { key: 'commercial_noise', category: 'street', zh: '商业噪声', en: 'Commercial noise', pinyin: 'shang ye zao sheng',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0508'), icon: 'volume-2', mayFixOnSpot: true, keywords: ['设备噪声', '喇叭', '广场舞', '噪音'] },
  { key: 'glare', category: 'street', zh: '光污染', en: 'Light pollution or glare', pinyin: 'guang wu ran',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'sun', mayFixOnSpot: true, keywords: ['反光', '灯光', '刺眼'] },
  { key: 'shop_encroachment', category: 'street', zh: '占道经营', en: 'Shop encroachment', pinyin: 'zhan dao jing ying',
    severity: 'minor', tier: 2, limit: days(1), ...inTwo('E0504'), icon: 'store', mayFixOnSpot: true, keywords: ['店外经营', '摆摊', '跨门'] },
  { key: 'sign_damage', category: 'street', zh: '招牌松动', en: 'Loose or damaged sign', pinyin: 'zhao pai song dong',
    severity: 'major', tier: 2, limit: null, ...inOne('E0205'), icon: 'megaphone', mayFixOnSpot: false, keywords: ['广告牌', '店招', '破损'] },
  { key: 'illegal_ads', category: 'street', zh: '小广告', en: 'Illegal small ads', pinyin: 'xiao guang gao',
    severity: 'minor', tier: 2, limit: days(1), ...inTwo('E0201'), icon: 'megaphone', mayFixOnSpot: true, keywords: ['张贴', '牛皮癣'] },

  { key: 'suspicious', category: 'order', zh: '可疑情况', en: 'Suspicious activity', pinyin: 'ke yi qing kuang',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'shield-alert', mayFixOnSpot: false, emergency: '110', keywords: ['盗窃', '可疑人员', '线索', '报警'] },
  { key: 'neighbour_dispute', category: 'order', zh: '邻里纠纷', en: 'Neighbour dispute', pinyin: 'lin li jiu fen',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'users', mayFixOnSpot: true, keywords: ['吵架', '矛盾', '调解'] },
  { key: 'property_dispute', category: 'order', zh: '物业纠纷', en: 'Property-management dispute', pinyin: 'wu ye jiu fen',
    severity: 'minor', tier: 3, limit: null, ...none, icon: 'users', mayFixOnSpot: false, keywords: ['业委会', '物业费'] },
  { key: 'living_noise', category: 'order', zh: '生活装修噪声', en: 'Living or renovation noise', pinyin: 'sheng huo zhuang xiu zao sheng',
    severity: 'minor', tier: 2, limit: null, ...inTwo('E0301'), icon: 'volume-2', mayFixOnSpot: true, keywords: ['扰民', '施工', '噪音'] },
  { key: 'pet_issue', category: 'order', zh: '不文明养犬', en: 'Pets and strays', pinyin: 'bu wen ming yang quan',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'dog', mayFixOnSpot: true, keywords: ['流浪狗', '流浪猫', '遛狗', '宠物', '流浪动物'] },
  { key: 'ritual_disorder', category: 'order', zh: '丧事搭棚', en: 'Ritual tents', pinyin: 'sang shi da peng',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'construction', mayFixOnSpot: true, keywords: ['办丧', '搭台', '鞭炮'] },

  { key: 'elder_emergency', category: 'care', zh: '老人突发状况', en: 'Elder emergency', pinyin: 'lao ren tu fa zhuang kuang',
    severity: 'critical', tier: 1, limit: null, ...none, icon: 'siren', mayFixOnSpot: false, emergency: '120', keywords: ['失联', '跌倒', '摔倒', '突发病', '走失'] },
  { key: 'care_need', category: 'care', zh: '照护需求', en: 'Care need', pinyin: 'zhao hu xu qiu',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'heart-handshake', mayFixOnSpot: true, keywords: ['送餐', '就医', '陪护'] },
  { key: 'job_need', category: 'care', zh: '就业需求', en: 'Job need', pinyin: 'jiu ye xu qiu',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'file-text', mayFixOnSpot: false, keywords: ['找工作', '失业'] },
  { key: 'policy_help', category: 'care', zh: '政策帮办', en: 'Paperwork help', pinyin: 'zheng ce bang ban',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'file-text', mayFixOnSpot: true, keywords: ['办事', '代办', '证件', '医保'] },
  { key: 'hardship', category: 'care', zh: '生活困难', en: 'Hardship', pinyin: 'sheng huo kun nan',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'heart-handshake', mayFixOnSpot: false, keywords: ['低保', '救助', '困难户'] },

  { key: 'storm_check', category: 'weather', zh: '台风暴雨排查', en: 'Storm hazard check', pinyin: 'tai feng bao yu pai cha',
    severity: 'major', tier: 1, limit: null, ...none, icon: 'cloud-lightning', mayFixOnSpot: true, keywords: ['防汛', '防台', '大风'] },
  { key: 'snow_ice', category: 'weather', zh: '积雪结冰', en: 'Snow and ice', pinyin: 'ji xue jie bing',
    severity: 'major', tier: 2, limit: null, ...inOne('E0407'), icon: 'snowflake', mayFixOnSpot: true, keywords: ['路滑', '除雪'] },
  { key: 'heat_check', category: 'weather', zh: '高温走访', en: 'Heat check', pinyin: 'gao wen zou fang',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'sun', mayFixOnSpot: true, keywords: ['中暑', '防暑'] },

  { key: 'other', category: 'other', zh: '其他', en: 'Other', pinyin: 'qi ta',
    severity: 'minor', tier: 2, limit: null, ...none, icon: 'ellipsis', mayFixOnSpot: false, keywords: ['其它', '别的'] },
]

const byKey = new Map(hazardTypes.map((type) => [type.key, type]))

/** Undefined for a type that a later version of the app brought. */
export const hazardTypeOf = (key: string): HazardType | undefined => byKey.get(key)
