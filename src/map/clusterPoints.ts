import type { DeadlineLevel } from '#parts/deadlineLevel.ts'

export interface Cluster<T> {
  x: number
  y: number
  members: T[]
}

interface GrowingCluster<T> extends Cluster<T> {
  anchorX: number
  anchorY: number
}

/**
 * Greedy clustering in pixels: a point joins the first anchor nearer than the radius, or becomes an
 * anchor itself. Anchors are hashed by cells as wide as the radius, so each point looks at nine
 * cells and the whole is one pass.
 */
export function clusterPoints<T extends { x: number; y: number }>(
  points: Iterable<T>,
  radiusPixels: number,
): Cluster<T>[] {
  const cells = new Map<number, GrowingCluster<T>[]>()
  const clusters: GrowingCluster<T>[] = []
  for (const point of points) {
    const column = Math.floor(point.x / radiusPixels)
    const line = Math.floor(point.y / radiusPixels)
    const home = anchorNear(cells, point, column, line, radiusPixels)
    if (home) {
      home.members.push(point)
      home.x += (point.x - home.x) / home.members.length
      home.y += (point.y - home.y) / home.members.length
      continue
    }
    const cluster = { x: point.x, y: point.y, anchorX: point.x, anchorY: point.y, members: [point] }
    const key = cellKey(column, line)
    const cell = cells.get(key)
    if (cell) cell.push(cluster)
    else cells.set(key, [cluster])
    clusters.push(cluster)
  }
  return clusters.map(({ x, y, members }) => ({ x, y, members }))
}

// The world at the closest scale is some ten million cells wide, so columns and lines keep apart in
// one whole number.
const cellKey = (column: number, line: number): number => column * 100_000_000 + line

function anchorNear<T>(
  cells: Map<number, GrowingCluster<T>[]>,
  point: { x: number; y: number },
  column: number,
  line: number,
  radiusPixels: number,
): GrowingCluster<T> | undefined {
  let nearest: GrowingCluster<T> | undefined
  let nearestSquared = radiusPixels ** 2
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const cluster of cells.get(cellKey(column + dx, line + dy)) ?? []) {
        const squared = (cluster.anchorX - point.x) ** 2 + (cluster.anchorY - point.y) ** 2
        if (squared < nearestSquared) {
          nearestSquared = squared
          nearest = cluster
        }
      }
    }
  }
  return nearest
}

const worstFirst = ['over', 'soon', 'within'] as const

/** The worst level among them, and the share of them that shows it. */
export function worstLevelOf(members: readonly { level: DeadlineLevel }[]): {
  level: DeadlineLevel
  share: number
} {
  for (const level of worstFirst) {
    const count = members.filter((member) => member.level === level).length
    if (count > 0) return { level, share: count / members.length }
  }
  return { level: 'none', share: 0 }
}

/**
 * Where the members of one spot are shown when a closer look cannot part them: a spiral of even
 * density.
 */
export function spreadOffsets(count: number, gapPixels: number): { x: number; y: number }[] {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5))
  return Array.from({ length: count }, (_, index) => {
    const reach = gapPixels * Math.sqrt(index + 0.75)
    return { x: Math.cos(index * goldenAngle) * reach, y: Math.sin(index * goldenAngle) * reach }
  })
}
