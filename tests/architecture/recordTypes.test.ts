// A record type is a folder and a line in the list (src/README.md). What would make it more: a file
// elsewhere that asks for one by its name, or a row that is believed to be another.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { rowTypes } from '#records/recordTypeOf.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
const containing = (pattern: RegExp): string[] =>
  sources.filter((path) => pattern.test(readFileSync(join(root, path), 'utf8'))).sort()

/** They ask for one type because what they do is that type's own, and no other type has it. */
const namedIn = {
  // Decisions on parked work, which is itself no change to a record.
  'src/client/queries/localConflicts.ts': 'the query of conflicts',
  'src/client/session/localSession.ts': 'a decision is not counted among the work that waits',
  'src/server/sync/decideBatch.ts': 'a decision that is refused makes no conflict of its own',
  'src/server/sync/decideOne.ts': 'a decision goes to server/conflicts, not to records/decide.ts',
  'src/server/sync/scopesToLock.ts': 'a decision writes what was parked as well',
  // The plan is grids and places, and each is altered by its own rules.
  'src/client/plan/sayNames.ts': 'places are looked for by how they are said',
  'src/domain/plan/checkPlan.ts': 'a grid hangs in a tree, a place has a code',
  'src/domain/plan/plan.ts': 'a plan holds both apart',
  'src/domain/plan/resolvePlaces.ts': 'what has no position stands in its grid',
  'src/server/organisation/applyPlan.ts': 'rights to a grid are rights to its tree',
  'src/server/organisation/planOf.ts': 'a rhythm moves with its place',
  'src/server/organisation/undoPlan.ts': 'each is put back where it was',
  'src/ui/desk/plan/PlanPreviewCard.vue': 'each is drawn in its own way',
  // What only places have.
  'src/server/organisation/upsertReference.ts': 'fields that no place has are refused',
  'src/server/restore/restoreReference.ts': 'old copies have the rhythm in the row of the place',
  // Screens of one type.
  'src/state/parkedDraft.ts': 'parked content as a form of a report',
  'src/state/useResubmit.ts': 'a step on a report',
}

it('no file asks a row or a change for one type by its name, but these', () => {
  const names = rowTypes.join('|')
  const named = new RegExp(String.raw`\bt\)? [!=]== '(${names})'|case '(${names})':`)
  const asking = containing(named).filter((path) => !path.startsWith('src/records/'))
  expect(asking).toEqual(Object.keys(namedIn).sort())
})

it('no file of src has heard of the toys', () => {
  expect(containing(/\btenanc(y|ies)\b/i)).toEqual([])
})

/** A value is believed to be of a type that the compiler cannot follow, for a reason each. */
const believed = {
  'src/client/drafts/findDraft.ts': 'a draft has the id of its record; old drafts are changes',
  'src/client/photos/decodeHeic.ts': 'a library without types',
  'src/client/sync/syncRequest.ts': 'a change is sent as its own envelope',
  'src/demo/demoMembers.ts': 'ids of invented members',
  'src/records/parseChange.ts': 'parsed; brands are known to the types alone',
  'src/server/audit/auditCopy.ts': 'a link of the audit trail, written by members.ts',
  'src/server/storage/sql/sqliteDriver.ts': 'a library whose types are narrower than it is',
  'src/ui/locales/messages.ts': 'a library whose types are wider than it is',
}

it('nothing is cast by way of unknown, but these', () => {
  expect(containing(/\bas unknown as\b/)).toEqual(Object.keys(believed).sort())
})
