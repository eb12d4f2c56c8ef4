// Draws the invented community whole: grids, places, members, work and photos. The server takes
// it in through its own accept path. The same instant and seed give the same community, byte for
// byte. Nothing is read, written or sent.
import { setImmediate } from 'node:timers/promises'
import type { Grid } from '#domain/grid.ts'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Patrol } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import type { Report } from '#domain/report.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import { demoAlbum } from './demoAlbum.ts'
import { demoPlaces, demoRhythms } from './demoCommunity.ts'
import { demoGrids } from './demoGrids.ts'
import { demoMembers } from './demoMembers.ts'
import { demoPatrolIds, demoPatrols } from './demoPatrols.ts'
import { type DemoTrouble, demoTrouble } from './demoTrouble.ts'
import { type DemoWorld, hazardReport, visitReport } from './demoWork.ts'
import { hazardPlans } from './hazardPlans.ts'
import { type DemoMap, drawDemoMap } from './map/demoMap.ts'
import { seededRandom } from './seededRandom.ts'
import { visitPlans } from './visitPlans.ts'

export interface Demo {
  grids: Grid[]
  places: Place[]
  rhythms: VisitRhythm[]
  members: Member[]
  reports: Report[]
  patrols: Patrol[]
  trouble: DemoTrouble
  blobs: Map<PhotoHash, Uint8Array>
  map: DemoMap
}

export async function drawDemo(now: Instant, seed = 116): Promise<Demo> {
  const random = seededRandom(seed)
  const places = demoPlaces()
  const world: DemoWorld = {
    now,
    random,
    album: demoAlbum(),
    patrolIds: demoPatrolIds(random, now),
    placeByCode: new Map(places.filter((place) => place.code).map((place) => [place.code, place])),
  }
  const reports: Report[] = []
  for (const plan of hazardPlans) {
    reports.push(hazardReport(world, plan))
    // Photos take a while to draw: a server that already answers goes on answering.
    await setImmediate()
  }
  reports.push(...visitPlans.map((plan) => visitReport(world, plan)))
  reports.sort((a, b) => a.capturedAt - b.capturedAt)
  const patrols = demoPatrols(random, now, world.patrolIds, places, reports)
  const trouble = demoTrouble(random, now, reports)
  return {
    grids: demoGrids(),
    places,
    rhythms: demoRhythms(places),
    members: demoMembers(),
    reports,
    patrols,
    trouble,
    blobs: world.album.blobs,
    map: drawDemoMap(now),
  }
}
