// How the types are typed by who looks for one. Apart from their table, which every start loads:
// nobody searches before they have begun to write.
interface Spelling {
  /** Of the Chinese name, one syllable per character, no tones; ü is written v. */
  pinyin: string
  /** Further words people search by. */
  keywords?: readonly string[]
}

const spellings: Readonly<Record<string, Spelling>> = {
  flying_wire_charging: {
    pinyin: 'fei xian chong dian',
    keywords: ['拉线', '插排', '电瓶车充电', '电动车充电'],
  },
  ebike_indoor: {
    pinyin: 'dian dong che jin lou',
    keywords: ['电瓶车', '楼道停放', '楼道充电', '上楼', '进电梯'],
  },
  fire_lane_blocked: { pinyin: 'xiao fang tong dao du se', keywords: ['消防车道', '占用'] },
  exit_blocked: { pinyin: 'an quan chu kou du se', keywords: ['疏散通道', '锁闭', '逃生'] },
  corridor_clutter: {
    pinyin: 'lou dao dui wu',
    keywords: ['杂物', '堆放', '电表间', '架空层', '管道井'],
  },
  fire_equipment_fault: {
    pinyin: 'xiao fang she shi que sun',
    keywords: ['灭火器', '消火栓', '消防栓', '消防门', '烟感', '应急灯'],
  },
  unsafe_wiring: { pinyin: 'si la dian xian', keywords: ['乱接', '裸露电线', '私接', '架空线'] },
  power_outage: { pinyin: 'ting dian tiao zha', keywords: ['断电', '没电', '配电箱'] },
  gas_hazard: { pinyin: 'ran qi yin huan', keywords: ['煤气', '泄漏', '瓶装气', '液化气', '钢瓶'] },
  open_burning: { pinyin: 'lu tian fen shao', keywords: ['小水炉', '烟火', '烧树叶', '烧垃圾'] },
  charging_gap: { pinyin: 'chong dian she shi bu zu', keywords: ['充电桩', '充电棚', '充电故障'] },
  group_rental: { pinyin: 'qun zu ri zu', keywords: ['合租', '出租屋'] },
  illegal_building: { pinyin: 'wei fa da jian', keywords: ['违建', '私搭乱建', '承重墙', '隔断'] },
  wall_tilt: { pinyin: 'wei qiang qing xie kai lie', keywords: ['裂缝', '墙体', '倒塌'] },
  falling_facade: { pinyin: 'wai qiang tuo luo', keywords: ['保温层', '瓷砖', '构件', '坠落'] },
  unsafe_bridge: { pinyin: 'wei qiao zhan dao po sun', keywords: ['木栈道', '桥'] },
  thrown_object: { pinyin: 'gao kong pao wu', keywords: ['坠物', '花盆'] },
  public_space_taken: {
    pinyin: 'gong gong kong jian si zhan',
    keywords: ['封门', '储藏柜', '圈占', '占用'],
  },
  common_part_damage: {
    pinyin: 'gong gong bu wei po sun',
    keywords: ['墙面', '扶手', '门窗', '玻璃'],
  },
  pipe_burst: { pinyin: 'shui guan bao lie', keywords: ['爆管', '管道'] },
  leak: { pinyin: 'lou shui shen shui', keywords: ['滴水', '屋顶', '外墙渗水'] },
  waterlogging: { pinyin: 'ji shui nei lao', keywords: ['淹水', '雨水', '排水'] },
  sewage_overflow: { pinyin: 'wu shui man yi', keywords: ['下水道', '倒灌', '外溢', '化粪池'] },
  manhole: { pinyin: 'jing gai que sun yi wei', keywords: ['窨井', '雨水井', '污水井'] },
  tap_water_quality: { pinyin: 'zi lai shui yi chang', keywords: ['水质', '黄水', '异味'] },
  lift_trapped: { pinyin: 'dian ti kun ren', keywords: ['被困', '关人'] },
  lift_fault: { pinyin: 'dian ti gu zhang', keywords: ['停运', '门缝', '升降机'] },
  light_out: { pinyin: 'lu deng bu liang', keywords: ['楼道灯', '灯坏', '照明', '灯泡'] },
  gate_fault: { pinyin: 'men jin dao zha gu zhang', keywords: ['大门', '单元门', '对讲'] },
  play_fitness_damage: {
    pinyin: 'jian shen qi cai sun huai',
    keywords: ['儿童设施', '滑梯', '秋千'],
  },
  seat_damage: { pinyin: 'zuo yi sun huai', keywords: ['长椅', '凳子', '休憩'] },
  pavement_damage: { pinyin: 'lu mian po sun', keywords: ['道板砖', '坑洼', '人行道'] },
  trip_hazard: { pinyin: 'gao di luo cha', keywords: ['绊倒', '台阶', '摔跤'] },
  road_collapse: { pinyin: 'lu mian ta xian', keywords: ['塌方', '坑洞'] },
  barrier_access: { pinyin: 'wu zhang ai shou zu', keywords: ['盲道', '坡道', '轮椅'] },
  blind_spot: { pinyin: 'shi xian mang qu', keywords: ['转角', '凸面镜', '遮挡'] },
  missing_footway: { pinyin: 'que ren xing tong dao', keywords: ['人行道', '开口'] },
  car_misparked: { pinyin: 'ji dong che luan ting', keywords: ['汽车', '违停', '停车'] },
  bike_misparked: {
    pinyin: 'fei ji dong che luan ting',
    keywords: ['电瓶车', '共享单车', '自行车'],
  },
  zombie_vehicle: { pinyin: 'jiang shi che', keywords: ['废弃车辆', '旧车'] },
  ground_lock: { pinyin: 'si zhuang di suo', keywords: ['车位', '占位'] },
  exposed_garbage: { pinyin: 'bao lu la ji', keywords: ['小包垃圾', '乱扔'] },
  renovation_waste: { pinyin: 'zhuang xiu la ji', keywords: ['建筑垃圾', '渣土'] },
  bulky_waste: { pinyin: 'fei qi jia ju', keywords: ['大件垃圾', '沙发', '床垫'] },
  bin_odour: { pinyin: 'la ji tong man yi', keywords: ['异味', '臭', '垃圾房'] },
  water_body_dirty: { pinyin: 'he dao bu jie', keywords: ['河道垃圾', '水藻', '水面', '池塘'] },
  pests: { pinyin: 'wen chong shu hai', keywords: ['老鼠', '蟑螂', '白蚁', '消杀'] },
  shop_wastewater: { pinyin: 'shang hu wu shui luan dao', keywords: ['泔水', '油污', '餐饮'] },
  stairwell_dirty: { pinyin: 'lou dao bu jie', keywords: ['道路不洁', '保洁', '清扫'] },
  green_to_vegetable: { pinyin: 'hui lv zhong cai', keywords: ['占绿', '菜地'] },
  branch_hazard: { pinyin: 'ku zhi gua luo', keywords: ['树枝', '断枝', '遮挡', '倒伏', '倒树'] },
  bare_green: { pinyin: 'lv hua que sun', keywords: ['黄土裸露', '补种', '草坪'] },
  tree_request: { pinyin: 'yi shu xiu shu', keywords: ['修剪', '采光', '树木'] },
  cooking_fumes: { pinyin: 'you yan wu ran', keywords: ['饭店', '餐饮', '烟道'] },
  commercial_noise: {
    pinyin: 'shang ye zao sheng',
    keywords: ['设备噪声', '喇叭', '广场舞', '噪音'],
  },
  glare: { pinyin: 'guang wu ran', keywords: ['反光', '灯光', '刺眼'] },
  shop_encroachment: { pinyin: 'zhan dao jing ying', keywords: ['店外经营', '摆摊', '跨门'] },
  sign_damage: { pinyin: 'zhao pai song dong', keywords: ['广告牌', '店招', '破损'] },
  illegal_ads: { pinyin: 'xiao guang gao', keywords: ['张贴', '牛皮癣'] },
  suspicious: { pinyin: 'ke yi qing kuang', keywords: ['盗窃', '可疑人员', '线索', '报警'] },
  neighbour_dispute: { pinyin: 'lin li jiu fen', keywords: ['吵架', '矛盾', '调解'] },
  property_dispute: { pinyin: 'wu ye jiu fen', keywords: ['业委会', '物业费'] },
  living_noise: { pinyin: 'sheng huo zhuang xiu zao sheng', keywords: ['扰民', '施工', '噪音'] },
  pet_issue: {
    pinyin: 'bu wen ming yang quan',
    keywords: ['流浪狗', '流浪猫', '遛狗', '宠物', '流浪动物'],
  },
  ritual_disorder: { pinyin: 'sang shi da peng', keywords: ['办丧', '搭台', '鞭炮'] },
  elder_emergency: {
    pinyin: 'lao ren tu fa zhuang kuang',
    keywords: ['失联', '跌倒', '摔倒', '突发病', '走失'],
  },
  care_need: { pinyin: 'zhao hu xu qiu', keywords: ['送餐', '就医', '陪护'] },
  job_need: { pinyin: 'jiu ye xu qiu', keywords: ['找工作', '失业'] },
  policy_help: { pinyin: 'zheng ce bang ban', keywords: ['办事', '代办', '证件', '医保'] },
  hardship: { pinyin: 'sheng huo kun nan', keywords: ['低保', '救助', '困难户'] },
  storm_check: { pinyin: 'tai feng bao yu pai cha', keywords: ['防汛', '防台', '大风'] },
  snow_ice: { pinyin: 'ji xue jie bing', keywords: ['路滑', '除雪'] },
  heat_check: { pinyin: 'gao wen zou fang', keywords: ['中暑', '防暑'] },
  other: { pinyin: 'qi ta', keywords: ['其它', '别的'] },
}

/** Without letters for a type that a later version brought. */
export const spellingOf = (key: string): Spelling => spellings[key] ?? { pinyin: '' }

/** Its type in Latin letters, without spaces. */
export const spellHazard = ({ type }: Record<string, unknown>): string =>
  spellingOf(String(type)).pinyin.replaceAll(' ', '')
