// Makes reports of the tables hazardPlans.ts and visitPlans.ts, each step by somebody who may take
// it. drawDemo.ts collects them.
import type { Instant, PatrolId, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Place } from '#domain/place.ts'
import type { Position } from '#domain/position.ts'
import type { Report } from '#domain/report.ts'
import type { Step, StepType } from '#domain/step.ts'
import { dueFrom } from '#domain/workCalendar.ts'
import { statusAfter } from '#domain/workflow.ts'
import { proposal } from '#kinds/hazard/hazard.ts'
import { kindOf } from '#kinds/kinds.ts'
import type { DemoAlbum } from './demoAlbum.ts'
import { demoInstant, demoStepInstants, heardAt } from './demoClock.ts'
import { cast } from './demoMembers.ts'
import type { PatrolKey } from './demoPatrols.ts'
import { type HazardPlan, journeys } from './hazardPlans.ts'
import type { SeededRandom } from './seededRandom.ts'
import type { VisitPlan } from './visitPlans.ts'

export interface DemoWorld {
  now: Instant
  random: SeededRandom
  album: DemoAlbum
  patrolIds: Record<PatrolKey, PatrolId>
  placeByCode: ReadonlyMap<string, Place>
}

const hourMs = 3_600_000
const metresPerDegree = 111_195

const visitJourneys = {
  reported: [],
  returned: ['return'],
  amended: ['return', 'amend'],
  accepted: ['accept'],
  withdrawn: ['withdraw'],
} as const

function placeAt(world: DemoWorld, code: string): Place {
  const place = world.placeByCode.get(code)
  if (!place) throw new Error(`No place ${code} in the demo`)
  return place
}

/**
 * A few steps from the place, as a phone would tell it; less than the distance of any place from
 * its grid's border.
 */
const positionNear = ({ random }: DemoWorld, place: Place, at: Instant): Position => ({
  lat: place.lat + random.between(-2.4, 2.4) / metresPerDegree,
  lon: place.lon + random.between(-2.4, 2.4) / metresPerDegree,
  accuracyMetres: random.whole(4, 12),
  source: 'gps',
  at,
})

/**
 * Lays the steps one after another; `contents` says what a step carries beside who, when, from and
 * to.
 */
function walkThrough(
  world: DemoWorld,
  report: Report,
  types: readonly StepType[],
  contents: (type: StepType, at: Instant) => Partial<Step> & Pick<Step, 'by'>,
): Report {
  const workflow = kindOf(report.kind)!.workflow
  const instants = demoStepInstants(world.random, world.now, report.capturedAt, types)
  types.forEach((type, i) => {
    const at = instants[i]!
    const to = statusAfter(workflow, report.standing, type)
    const id = newId<string>(at, world.random)
    report.steps.push({
      id,
      type,
      at,
      receivedAt: heardAt(world.random, world.now, at),
      from: report.standing,
      to,
      ...contents(type, at),
    })
    report.standing = to
  })
  return report
}

const marksOf = (report: Report): Step['marks'] =>
  report.photos[0]
    ? { fields: [], photos: [report.photos[0].hash] }
    : { fields: ['note'], photos: [] }

function begin(
  world: DemoWorld,
  kind: string,
  plan: HazardPlan | VisitPlan,
  body: Report['body'],
): Report {
  const capturedAt = demoInstant(world.now, plan.when)
  const place = placeAt(world, plan.at)
  return {
    id: newId<ReportId>(capturedAt, world.random),
    kind,
    by: cast[plan.by],
    capturedAt,
    receivedAt: heardAt(world.random, world.now, capturedAt),
    gridId: place.gridId,
    placeId: place.id,
    note: plan.note,
    photos: [],
    body,
    steps: [],
    standing: kindOf(kind)!.firstStatus(body),
  }
}

export function hazardReport(world: DemoWorld, plan: HazardPlan): Report {
  const { severity, tier, limit } = proposal(plan.type)
  const report = begin(world, 'hazard', plan, { type: plan.type, severity, tier, ...plan.body })
  const place = placeAt(world, plan.at)
  if (plan.onPatrol) report.patrolId = world.patrolIds[plan.onPatrol]
  report.position = positionNear(world, place, report.capturedAt)
  const seed = world.random.whole(1, 1_000_000)
  const plate = plan.plate ?? (/^(W|\d+)-\d+$/.test(place.code) ? place.code : '')
  const take = (role: PhotoRole, at: Instant, isAfter = false): PhotoRef[] =>
    plan.scene
      ? [world.album.take({ scene: plan.scene, seed, plate, isAfter }, role, at, report.position)]
      : []
  report.photos = take(plan.body?.isFixedOnSpot ? 'before' : 'near', report.capturedAt)
  if (plan.hasFarPhoto)
    report.photos.push(
      world.album.take({ scene: 'facade', seed }, 'far', report.capturedAt, report.position),
    )
  if (plan.body?.isFixedOnSpot) report.photos.push(...take('after', report.capturedAt, true))
  const supervisor = world.random.pick([cast.secretary, cast.stationHead])
  const handlerId = cast[plan.handler ?? 'property']
  const dueAt = (at: Instant): Instant =>
    plan.dueInHours === undefined
      ? dueFrom(at, limit, tier)
      : world.now + Math.round(plan.dueInHours * hourMs)
  return walkThrough(world, report, journeys[plan.journey], (type, at) => {
    switch (type) {
      case 'dispatch':
        return { by: supervisor, handlerId, dueAt: dueAt(at) }
      case 'start':
        return { by: handlerId, comment: '已到场' }
      case 'resolve':
        return { by: handlerId, comment: plan.done ?? '已处置', photos: take('after', at, true) }
      case 'followUp':
        return { by: supervisor, comment: '已回访，居民表示满意' }
      case 'return':
        return { by: supervisor, comment: plan.reason ?? '请补充', marks: marksOf(report) }
      case 'rework':
      case 'reject':
        return { by: supervisor, comment: plan.reason ?? '见备注' }
      case 'withdraw':
        return { by: report.by, comment: plan.reason ?? '重复上报' }
      case 'amend':
        return { by: report.by, comment: '已补充' }
      default:
        return { by: supervisor }
    }
  })
}

export function visitReport(world: DemoWorld, plan: VisitPlan): Report {
  const needs = plan.needs?.map((need) => ({
    ...need,
    id: newId<string>(demoInstant(world.now, plan.when), world.random),
  }))
  const report = begin(world, 'visit', plan, {
    visitKind: 'care',
    result: 'met',
    channel: 'door',
    slot: 'day',
    ...(needs ? { needs } : {}),
    ...plan.body,
  })
  // No position: the code of the door says enough, and a visit is no trail.
  if (plan.hasPhoto) {
    const plate = plan.at.split('-').at(-1)!
    report.photos = [
      world.album.take(
        { scene: 'door', seed: world.random.whole(1, 1_000_000), plate },
        'proof',
        report.capturedAt,
      ),
    ]
  }
  return walkThrough(world, report, visitJourneys[plan.journey], (type) => {
    if (type === 'withdraw') return { by: report.by, comment: plan.reason ?? '重复登记' }
    if (type === 'amend') return { by: report.by, comment: '已补写' }
    if (type === 'return')
      return { by: cast.secretary, comment: plan.reason ?? '请补充', marks: marksOf(report) }
    return { by: cast.secretary }
  })
}
