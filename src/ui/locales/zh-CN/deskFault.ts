// Faults of those who draw the plan and make base maps.
import type { DeskFaultCode } from '#domain/fault.ts'

export const deskFault = {
  planChanged: '预览之后平面图又变了（{count} 行）。没有导入任何内容，请重新预览。',
  planInvalid: '这样导入后平面图会有错（{problem}：{name}）。没有导入任何内容，改好后再试。',
  planUndoOver: '不能撤销了：已超过{days}天，或者已经撤销过。',
  mapNotPmtiles: '这不是 PMTiles 地图文件，或者文件已经损坏。',
  mapOldVersion: '这是旧版（第{version}版）PMTiles，请先用 pmtiles convert 转成第3版。',
  mapTruncated: '文件不完整：应有{expected} MB，只有{here} MB。',
  mapUnsupported: '手机读不了这种地图：{what}。',
  mapUnknownSchema: '不认识这份地图的数据结构，道路和地名画不出来。',
  mapElsewhere: '这份地图不含本社区（相距{km}公里）。',
  mapTooLarge: '太大：{megabytes} MB，最多{limit} MB。请缩小范围，或减少级别。',
  pictureUnreadable: '读不出这张图片，请换成 PNG、JPEG 或 WebP。',
  pictureTooLarge: '图片{megabytes} MB，最多{limit} MB。',
  pictureTooManyPixels: '图片太大，最长一边最多{limit}像素。',
  pointsOnALine: '控制点在一条直线上，或者有两个重合，定不了图片的位置。',
} satisfies Record<DeskFaultCode, string>
