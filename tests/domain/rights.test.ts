// Who may do what with a report, by where they stand to it: in its grid, above it, elsewhere; as
// its author, as its handler.
import { assert, constantFrom, property, record, subarray, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyNotAlter, whyNotMove } from '#domain/alteration.ts'
import { type GridTree, liesWithin, treeOf, withDescendants } from '#domain/grid.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import { type Ability, canIn, type Member, type Role, roles } from '#domain/member.ts'
import { isDecidedBy, withRightsOf } from '#domain/conflict.ts'
import type { Report } from '#domain/report.ts'
import { statuses, type Status, type StepType } from '#domain/step.ts'
import { whyNot } from '#domain/workflow.ts'
import { hazard } from '#kinds/hazard/hazard.ts'
import { visit } from '#kinds/visit/visit.ts'
import { nextDecision } from '#ui/desk/list/nextDecision.ts'

const grid = (id: string): GridId => id as GridId
const parentOf = { 'g-all': null, 'g-1': 'g-all', 'g-1-west': 'g-1', 'g-2': 'g-all' }
const tree = treeOf(
  Object.entries(parentOf).map(([id, parentId]) => ({
    id: grid(id),
    parentId: parentId as GridId | null,
  })),
)

/** Where a member's abilities hold, and whether that takes in a report of `g-1-west`. */
const places = {
  own: ['g-1-west', true],
  above: ['g-1', true],
  everywhere: ['g-all', true],
  elsewhere: ['g-2', false],
} as const
type Place = keyof typeof places
const relations = ['nobody', 'author', 'handler'] as const
type Relation = (typeof relations)[number]

const me = 'm-me' as MemberId
const aMember = (role: Role, place: Place, isActive = true): Member => ({
  id: me,
  name: 'me',
  roles: [role],
  gridIds: [grid(places[place][0])],
  isActive,
})

function aReport(relation: Relation, status: Status): Report {
  const handlerId = relation === 'handler' ? me : 'm-other'
  const dispatch = {
    id: 's-1',
    type: 'dispatch',
    by: 'm-desk',
    at: 1,
    from: 'accepted',
    to: 'dispatched',
    handlerId,
  }
  return {
    id: 'r-1',
    kind: 'hazard',
    by: relation === 'author' ? me : 'm-author',
    capturedAt: 1,
    gridId: 'g-1-west',
    note: '',
    photos: [],
    body: {},
    steps: ['dispatched', 'inProgress'].includes(status) ? [dispatch] : [],
    standing: status,
  } as unknown as Report
}

const readers: Record<'readWork' | 'readCare', Role[]> = {
  readWork: ['gridWorker', 'volunteer', 'supervisor', 'admin'],
  readCare: ['gridWorker', 'supervisor'],
}

/** In words that do not come from the code. */
function mayTake(
  type: StepType,
  role: Role,
  isInGrid: boolean,
  relation: Relation,
  read: keyof typeof readers,
): boolean {
  if (type === 'amend' || type === 'withdraw') return relation === 'author'
  if (type === 'note') return isInGrid && readers[read].includes(role)
  const asHandler = relation === 'handler' && (role === 'handler' || role === 'supervisor')
  if (type === 'start' || type === 'resolve')
    return asHandler || (isInGrid && role === 'supervisor')
  return isInGrid && role === 'supervisor'
}

const everywhere = Object.keys(places) as Place[]
const everyone = roles.flatMap((role) =>
  everywhere.flatMap((place) => relations.map((relation) => ({ role, place, relation }))),
)

describe.each(everyone)(
  'a $role whose grids are $place, $relation of the report',
  ({ role, place, relation }) => {
    const member = aMember(role, place)
    const isInGrid = places[place][1]
    const isReviewer = isInGrid && role === 'supervisor'

    it('takes the steps that are theirs and no others', () => {
      for (const [kind, read] of [
        [hazard, 'readWork'],
        [visit, 'readCare'],
      ] as const) {
        for (const [type, rule] of Object.entries(kind.workflow) as [
          StepType,
          { from: readonly Status[] },
        ][]) {
          for (const from of rule.from) {
            // Of work that its author put right at once the author is the handler, and checks it
            // nowhere.
            const isOwnCheck =
              relation === 'author' &&
              from === 'selfHandled' &&
              (type === 'close' || type === 'rework')
            const isKnownHandler =
              relation !== 'handler' || ['dispatched', 'inProgress'].includes(from)
            if (!isKnownHandler) continue
            const refused = whyNot(kind.workflow, aReport(relation, from), type, member, tree)
            expect(refused === null, `${kind.key} ${type} from ${from}`).toBe(
              !isOwnCheck && mayTake(type, role, isInGrid, relation, read),
            )
          }
        }
      }
    })

    it('takes none once they have left', () => {
      const left = aMember(role, place, false)
      for (const [type, rule] of Object.entries(hazard.workflow)) {
        expect(
          whyNot(hazard.workflow, aReport(relation, rule.from[0]!), type as StepType, left, tree),
        ).not.toBeNull()
      }
    })

    it('alters fields as its author while it is in their hands, else as whoever reviews in its grid', () => {
      for (const status of statuses) {
        const report = aReport(relation, status)
        const isTheirs =
          relation === 'author' && ['reported', 'returned', 'selfHandled'].includes(status)
        for (const alteration of [
          { set: { 'body.severity': 'major' } },
          { add: { photos: [] } },
          { remove: { photos: ['x'] } },
        ]) {
          expect(whyNotAlter(report, alteration, member, tree) === null, status).toBe(
            isTheirs || isReviewer,
          )
        }
        const refused = whyNotAlter(report, { set: { note: 'x' } }, member, tree)
        expect(refused === null, `words, ${status}`).toBe(
          isTheirs || (isReviewer && relation === 'author'),
        )
        expect(whyNotAlter(report, {}, member, tree)).toBeNull()
      }
    })

    it('moves it only between grids that are theirs', () => {
      const reaches = (to: string): boolean => liesWithin(tree, grid(to), member.gridIds)
      for (const status of ['reported', 'accepted', 'closed'] as const) {
        for (const to of ['g-1', 'g-2', 'g-nowhere']) {
          const asAuthor =
            relation === 'author' &&
            status === 'reported' &&
            ['gridWorker', 'volunteer', 'supervisor'].includes(role)
          const expected = isInGrid && reaches(to) && (role === 'supervisor' || asAuthor)
          const refused = whyNotMove(
            aReport(relation, status),
            grid(to),
            hazard.ability,
            member,
            tree,
          )
          expect(refused?.code, `${status} to ${to}`).toBe(expected ? undefined : 'notYourGrid')
        }
        expect(
          whyNotMove(aReport(relation, status), grid('g-1-west'), hazard.ability, member, tree),
          'where it is',
        ).toBeNull()
      }
    })

    it('decides parked work of its grid as whoever reviews there', () => {
      expect(isDecidedBy({ gridIds: [grid('g-1-west')], dataClass: 'care' }, member, tree)).toBe(
        isReviewer,
      )
      expect(isDecidedBy({ gridIds: [], dataClass: 'work' }, member, tree)).toBe(false)
    })
  },
)

it('the desk waits for nobody who may not take the step', () => {
  const waitsFor = (place: Place, relation: Relation, status: Status) =>
    nextDecision(hazard.workflow, aReport(relation, status), aMember('supervisor', place), tree)
  expect([
    waitsFor('above', 'nobody', 'reported'),
    waitsFor('elsewhere', 'author', 'reported'),
  ]).toEqual(['accept', null])
  expect([
    waitsFor('above', 'handler', 'dispatched'),
    waitsFor('elsewhere', 'handler', 'dispatched'),
  ]).toEqual(['start', 'start'])
})

it('a right that is lent holds in the grids of its lender alone', () => {
  const author = aMember('gridWorker', 'elsewhere')
  const acting = withRightsOf(author, { ...aMember('supervisor', 'own'), id: 'm-desk' as MemberId })
  const held = (ability: Ability): string[] =>
    ['g-1-west', 'g-1', 'g-2'].filter((id) => canIn(acting, ability, grid(id), tree))
  expect(held('review')).toEqual(['g-1-west'])
  expect(held('visit')).toEqual(['g-1-west', 'g-2'])
  expect(
    whyNotMove(aReport('nobody', 'reported'), grid('g-2'), hazard.ability, acting, tree)?.code,
  ).toBe('notYourGrid')
})

it('what lies within some grids is those and all below them, also in a tree that bites its tail', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'].map(grid)
  const parent = constantFrom(null, ...ids, grid('gone'))
  const parentsOfAll = record({ a: parent, b: parent, c: parent, d: parent, e: parent })
  assert(
    property(
      parentsOfAll,
      subarray(ids),
      uniqueArray(constantFrom(...ids, grid('gone'))),
      (parents, asked, mine) => {
        const grids = ids.map((id) => ({ id, parentId: parents[id as 'a'] }))
        const within: GridTree = treeOf(grids)
        const below = withDescendants(grids, mine)
        for (const id of asked) expect(liesWithin(within, id, mine)).toBe(below.has(id))
      },
    ),
  )
})
