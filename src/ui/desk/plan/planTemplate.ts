// A table to fill in, as spreadsheets open it: with the mark that says UTF-8, invented rows, and
// the headings that the import knows.
const bom = '\uFEFF'

const rows = {
  'zh-CN': [
    ['网格', '类型', '编码', '名称', '纬度', '经度', '是否巡查点'],
    ['第一网格', '楼栋', '1', '1号楼', '', '', '否'],
    ['第一网格', '单元', '1-1', '1号楼1单元', '', '', '是'],
    ['第一网格', '住户', '1-1-101', '1号楼1单元101', '', '', '否'],
    ['第一网格', '商铺', 'S-01', '示例便利店', '', '', '是'],
    ['第一网格', '点位', 'W-01', '东门消防栓', '', '', '是'],
  ],
  en: [
    ['grid', 'type', 'code', 'name', 'lat', 'lon', 'patrol'],
    ['First grid', 'building', '1', 'Building 1', '', '', 'no'],
    ['First grid', 'stairwell', '1-1', 'Building 1, stairwell 1', '', '', 'yes'],
    ['First grid', 'dwelling', '1-1-101', 'Building 1, flat 101', '', '', 'no'],
    ['First grid', 'shop', 'S-01', 'Example shop', '', '', 'yes'],
    ['First grid', 'point', 'W-01', 'Hydrant at the east gate', '', '', 'yes'],
  ],
}

const cell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text

export const planTemplate = (locale: string): Blob =>
  new Blob(
    [
      bom,
      rows[locale === 'en' ? 'en' : 'zh-CN'].map((row) => row.map(cell).join(',')).join('\r\n'),
    ],
    { type: 'text/csv;charset=utf-8' },
  )
