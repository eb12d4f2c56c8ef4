// The row of a plan picture, as the server would write it.
import type { AssetHash, GridId, PlanImageId } from '#domain/ids.ts'
import type { PlanImage } from '#domain/planImage.ts'
import type { Reference } from '#server/organisation/upsertReference.ts'

export function aPlanImage(id: string, more: Partial<PlanImage> = {}): Reference {
  const f: PlanImage = {
    id: id as PlanImageId,
    name: '示例平面图',
    hash: 'e'.repeat(64) as AssetHash,
    bytes: 1000,
    width: 800,
    height: 600,
    points: [
      { px: 0, py: 0, lat: 28.001, lon: 124 },
      { px: 800, py: 0, lat: 28.001, lon: 124.001 },
      { px: 0, py: 600, lat: 28.0003, lon: 124 },
    ],
    opacity: 0.7,
    gridId: 'g-1' as GridId,
    madeAt: 1,
    madeBy: null,
    ...more,
  }
  return { t: 'planImage', id, f: { ...f } }
}
