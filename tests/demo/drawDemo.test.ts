import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { treeOf, withDescendants } from '#domain/grid.ts'
import { isUuid } from '#domain/ids.ts'
import { canIn } from '#domain/member.ts'
import { patrolState } from '#domain/patrol.ts'
import { blobsOf } from '#domain/attachment.ts'
import { type PhotoRef, photoLimits } from '#domain/photo.ts'
import { handlingOf, type Report, reportLimits } from '#domain/report.ts'
import { statuses } from '#domain/step.ts'
import { missingInStep, whyNot } from '#domain/workflow.ts'
import { demoGrids } from '#demo/demoGrids.ts'
import { type Demo, drawDemo } from '#demo/drawDemo.ts'
import { kindOf } from '#kinds/kinds.ts'

const now = Date.parse('2026-11-20T11:26:00+08:00')
const dayMs = 86_400_000
let demo: Demo

beforeAll(async () => {
  demo = await drawDemo(now)
}, 60_000)

const photosOf = (report: Report): PhotoRef[] => [
  ...report.photos,
  ...report.steps.flatMap((step) => step.photos ?? []),
]
const allPhotos = (): PhotoRef[] => demo.reports.flatMap(photosOf)
const tree = treeOf(demoGrids())
const memberOf = (id: string) => demo.members.find((member) => member.id === id)!

function isInside(
  border: readonly [number, number][],
  { lat, lon }: { lat: number; lon: number },
): boolean {
  const lons = border.map(([each]) => each)
  const lats = border.map(([, each]) => each)
  return (
    lon >= Math.min(...lons) &&
    lon <= Math.max(...lons) &&
    lat >= Math.min(...lats) &&
    lat <= Math.max(...lats)
  )
}
const borderOf = (gridId: string) => demo.grids.find((grid) => grid.id === gridId)!.border

describe('the work of the invented community', () => {
  it('is between 55 and 70 reports over the last 30 days, some of them today', () => {
    expect(demo.reports.length).toBeGreaterThanOrEqual(55)
    expect(demo.reports.length).toBeLessThanOrEqual(70)
    for (const report of demo.reports) expect(report.capturedAt).toBeGreaterThan(now - 30 * dayMs)
    const midnight = Date.parse('2026-11-20T00:00:00+08:00')
    expect(
      demo.reports.filter((report) => report.capturedAt >= midnight).length,
    ).toBeGreaterThanOrEqual(6)
  })

  it('shows hazards in every status there is', () => {
    const reached = new Set(
      demo.reports.filter((report) => report.kind === 'hazard').map((report) => report.standing),
    )
    expect([...reached].sort()).toEqual([...statuses].sort())
  })

  it('has bodies its kinds accept', () => {
    for (const report of demo.reports)
      expect(
        v.safeParse(kindOf(report.kind)!.schema, report.body).issues,
        report.note,
      ).toBeUndefined()
  })

  it('has only steps that the workflow allows to whoever took them', () => {
    for (const report of demo.reports) {
      const kind = kindOf(report.kind)!
      expect(canIn(memberOf(report.by), kind.ability, report.gridId, tree), report.note).toBe(true)
      const replayed = {
        ...report,
        steps: [] as Report['steps'],
        standing: kind.firstStatus(report.body),
      }
      for (const step of report.steps) {
        expect(step.from).toBe(replayed.standing)
        expect(
          whyNot(kind.workflow, replayed, step.type, memberOf(step.by), tree),
          `${step.type}: ${report.note}`,
        ).toBeNull()
        expect(missingInStep(kind.workflow, step), `${step.type}: ${report.note}`).toBeNull()
        replayed.steps.push(step)
        replayed.standing = step.to
      }
      expect(replayed.standing).toBe(report.standing)
    }
  })

  it('runs forward in time and never past now', () => {
    for (const report of demo.reports) {
      const instants = [report.capturedAt, ...report.steps.map((step) => step.at)]
      expect(instants, report.note).toEqual([...instants].sort((a, b) => a - b))
      for (const at of [
        ...instants,
        report.receivedAt!,
        ...report.steps.map((step) => step.receivedAt!),
      ])
        expect(at, report.note).toBeLessThanOrEqual(now)
    }
  })

  it('has limits that are over and limits that end within hours', () => {
    const open = demo.reports
      .filter((report) => ['dispatched', 'inProgress'].includes(report.standing))
      .map((report) => handlingOf(report).dueAt!)
    expect(open.filter((dueAt) => dueAt < now).length).toBeGreaterThanOrEqual(3)
    expect(
      open.filter((dueAt) => dueAt > now && dueAt < now + 8 * 3_600_000).length,
    ).toBeGreaterThanOrEqual(3)
  })

  it('has photos or a reason why there are none', () => {
    for (const report of demo.reports.filter((each) => each.kind === 'hazard')) {
      expect(report.photos.length > 0 || Boolean(report.body.whyNoPhoto), report.note).toBe(true)
    }
  })

  it('stays within the limits of a report', () => {
    for (const report of demo.reports) {
      expect(report.note.length).toBeLessThanOrEqual(reportLimits.noteCharacters)
      for (const step of report.steps)
        expect(step.comment?.length ?? 0).toBeLessThanOrEqual(reportLimits.commentCharacters)
      expect(JSON.stringify(report).length).toBeLessThan(reportLimits.changeBytes)
    }
  })

  it('has ids shaped like UUIDs, each once', () => {
    const ids = [
      ...demo.reports,
      ...demo.patrols,
      ...demo.reports.flatMap((report) => report.steps),
      ...demo.patrols.flatMap((patrol) => patrol.checks),
    ].map(({ id }) => id)
    expect(ids.every(isUuid)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the photos of the invented community', () => {
  it('are named by the hash of their bytes', () => {
    for (const [hash, bytes] of demo.blobs)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
  })

  it('are all there, and none is there that nobody names', () => {
    const named = allPhotos().flatMap(blobsOf)
    for (const { hash, bytes } of named) expect(demo.blobs.get(hash)?.length).toBe(bytes)
    expect(demo.blobs.size).toBe(new Set(named.map(({ hash }) => hash)).size)
  })

  it('are each taken once', () => {
    const hashes = allPhotos().map(({ hash }) => hash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('are small: 120 kB for a photo, 15 kB for a thumbnail', () => {
    for (const photo of allPhotos()) {
      expect(photo.bytes).toBeLessThan(120_000)
      expect(photo.thumb.bytes).toBeLessThan(15_000)
      expect(Math.max(photo.width, photo.height)).toBeLessThanOrEqual(photoLimits.keptSide)
    }
  })

  it('are PNG files of the size they claim', () => {
    for (const photo of allPhotos()) {
      const bytes = Buffer.from(demo.blobs.get(photo.hash)!)
      expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([photo.width, photo.height])
      const thumb = Buffer.from(demo.blobs.get(photo.thumb.hash)!)
      expect(Math.max(thumb.readUInt32BE(16), thumb.readUInt32BE(20))).toBeLessThanOrEqual(
        photoLimits.thumbSide,
      )
    }
  })
})

describe('the ground of the invented community', () => {
  it('puts every place and every position inside the border of its grid', () => {
    for (const place of demo.places) {
      expect(isInside(borderOf(place.gridId), place), place.id).toBe(true)
      for (const [lon, lat] of place.outline ?? [])
        expect(isInside(borderOf(place.gridId), { lat, lon }), place.id).toBe(true)
    }
    for (const report of demo.reports)
      if (report.position)
        expect(isInside(borderOf(report.gridId), report.position), report.note).toBe(true)
  })

  it('tiles the community with its grids and each split grid with its micro-grids', () => {
    const area = (border: readonly [number, number][]): number => {
      const [west, south] = border[0]!
      const [east, north] = border[2]!
      return (east - west) * (north - south)
    }
    for (const parent of demo.grids) {
      const parts = demo.grids.filter((grid) => grid.parentId === parent.id)
      if (parts.length)
        expect(
          parts.reduce((sum, part) => sum + area(part.border), 0) / area(parent.border),
        ).toBeCloseTo(1, 4)
      for (const part of parts)
        for (const [lon, lat] of part.border)
          expect(isInside(parent.border, { lat, lon })).toBe(true)
    }
    expect(withDescendants(demo.grids, [demo.grids[0]!.id]).size).toBe(demo.grids.length)
  })

  it('has 16 buildings, 24 dwellings, lamp-posts W-101 to W-124 and codes that name one place each', () => {
    const count = (type: string): number =>
      demo.places.filter((place) => place.type === type).length
    expect([count('building'), count('dwelling'), count('lampPost')]).toEqual([16, 24, 24])
    const codes = demo.places.map((place) => place.code).filter(Boolean)
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(demo.places.map((place) => place.id)).size).toBe(demo.places.length)
    for (let n = 101; n <= 124; n++) expect(codes).toContain(`W-${n}`)
  })

  it('names parents that exist', () => {
    const ids = new Set(demo.places.map((place) => place.id))
    for (const place of demo.places)
      if (place.parentId) expect(ids.has(place.parentId), place.id).toBe(true)
  })

  it('has 18 patrol points in grids 3 and 1', () => {
    for (const gridId of ['g-3', 'g-1'])
      expect(
        demo.places.filter((place) => place.gridId === gridId && place.isPatrolPoint).length,
      ).toBe(18)
  })

  it('has names that say they are invented', () => {
    expect(demo.grids[0]!.name).toContain('示例')
    for (const member of demo.members) expect(member.name).toContain('示例')
  })
})

describe('the patrols of the invented community', () => {
  it('are two that ended and one that is paused', () => {
    expect(demo.patrols.map(patrolState)).toEqual(['ended', 'ended', 'paused'])
  })

  it('checked points of their grid between start and end, with a finding for every report made on them', () => {
    for (const patrol of demo.patrols) {
      const last = patrol.endedAt ?? patrol.pauses.at(-1)!.at
      for (const check of patrol.checks) {
        const place = demo.places.find(({ id }) => id === check.placeId)!
        expect([place.isPatrolPoint, place.gridId]).toEqual([true, patrol.gridId])
        expect(check.at).toBeGreaterThanOrEqual(patrol.startedAt)
        expect(check.at).toBeLessThanOrEqual(last)
      }
      const found = demo.reports
        .filter((report) => report.patrolId === patrol.id)
        .map((report) => report.placeId)
      expect(
        patrol.checks
          .filter((check) => check.outcome === 'finding')
          .map((check) => check.placeId)
          .sort(),
      ).toEqual(found.sort())
    }
  })
})

describe('the trouble of the invented community', () => {
  it('is steps that nobody may take, written after their report and before now', () => {
    expect(demo.trouble.late).toHaveLength(2)
    for (const { report: id, step } of demo.trouble.late) {
      const report = demo.reports.find((each) => each.id === id)!
      expect(
        step.from !== report.standing ||
          whyNot(kindOf(report.kind)!.workflow, report, step.type, memberOf(step.by), tree),
        step.comment,
      ).toBeTruthy()
      expect(step.at).toBeGreaterThan(report.capturedAt)
      expect(step.at).toBeLessThanOrEqual(now)
    }
  })
})

describe('drawing the invented community', () => {
  it('gives the same for the same instant', async () => {
    const again = await drawDemo(now)
    expect(JSON.stringify({ ...again, blobs: [...again.blobs.keys()] })).toBe(
      JSON.stringify({ ...demo, blobs: [...demo.blobs.keys()] }),
    )
  }, 60_000)

  it.each(['2026-11-20T00:04:00+08:00'])(
    'never runs past now at %s',
    async (text) => {
      const at = Date.parse(text)
      const drawn = await drawDemo(at)
      for (const report of drawn.reports) {
        const instants = [report.capturedAt, ...report.steps.map((step) => step.at), at]
        expect(instants, report.note).toEqual([...instants].sort((a, b) => a - b))
      }
    },
    60_000,
  )
})
