// A map of somebody else's under the plan: pictures from their servers, drawn while there is a
// network and kept nowhere. Off unless the operator of the server names it.

export interface OnlineMap {
  /** As it is offered for choice; one of its kind. */
  name: string
  /** Addresses with {z}, {x} and {y} in them, from below. */
  layers: string[]
  /** In which system its pictures lie; the plan stays in WGS-84 and the pictures are moved. */
  system: 'wgs84' | 'gcj02'
  minZoom: number
  maxZoom: number
  /** Whose it is: shown wherever it is drawn. */
  attribution: string
  /** 审图号; empty where it has none. */
  approvalNumber: string
}

export const onlineMapLimits = {
  maps: 4,
  layers: 2,
  nameCharacters: 40,
  lineCharacters: 200,
} as const

/** What a page may fetch pictures from, besides its own address: origins, each once. */
export const tileOrigins = (maps: readonly Pick<OnlineMap, 'layers'>[]): string[] => [
  ...new Set(maps.flatMap(({ layers }) => layers.map((layer) => new URL(layer).origin))),
]
