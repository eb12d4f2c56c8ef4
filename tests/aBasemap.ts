// The row of a base map, as the server would write it.
import type { Basemap } from '#domain/basemap.ts'
import type { AssetHash, BasemapId, GridId } from '#domain/ids.ts'
import type { Reference } from '#server/organisation/upsertReference.ts'
import { boxOfTheTests } from './aPmtiles.ts'

export function aBasemap(id: string, more: Partial<Basemap> = {}): Reference {
  const f: Basemap = {
    id: id as BasemapId,
    name: '示例底图',
    kind: 'vector',
    hash: 'c'.repeat(64) as AssetHash,
    bytes: 1000,
    bounds: boxOfTheTests,
    minZoom: 0,
    maxZoom: 14,
    schema: 'protomaps4',
    attribution: '© invented',
    approvalNumber: '',
    dataDate: null,
    madeAt: 1,
    madeBy: null,
    gridIds: ['g-all' as GridId],
    isUsual: false,
    ...more,
  }
  return { t: 'basemap', id, f: { ...f } }
}
