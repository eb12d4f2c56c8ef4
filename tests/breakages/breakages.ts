// Mistakes that would cost somebody their work, one small patch each, and the tests that are meant
// to notice. `npm run breakages` proves that they do; breakages.test.ts sees to it that the patches
// still fit.

export interface Breakage {
  name: string
  file: string
  /** What stands there, and what the mistake makes of it. */
  patch: readonly (readonly [find: string, replace: string])[]
  /** Test files that may notice. */
  tests: readonly string[]
}

export const breakages: readonly Breakage[] = [
  {
    name: 'what a leader that is being made refuses counts against the change',
    file: 'src/server/storage/port/engineTrouble.ts',
    patch: [['/^(?!22|23|54)', '/^(?!22|23|25|54)']],
    tests: ['tests/server/databaseTrouble.test.ts'],
  },
  {
    name: 'writers are answered before the commit they share',
    file: 'src/server/storage/sql/sharedCommit.ts',
    patch: [
      [
        '      if (sharing.length > 0) await commit(connection)\n      for (const each of sharing) each.committed()\n',
        '      for (const each of sharing) each.committed()\n      if (sharing.length > 0) await commit(connection)\n',
      ],
    ],
    tests: ['tests/contract/sharedCommit.test.ts'],
  },
  {
    name: 'work that failed half-way is committed',
    file: 'src/server/storage/sql/sharedCommit.ts',
    patch: [["hasFailed ? 'ROLLBACK TO one; RELEASE one' : 'RELEASE one'", "'RELEASE one'"]],
    tests: ['tests/contract/sqliteStorage.test.ts', 'tests/contract/sharedCommit.test.ts'],
  },
  {
    name: 'a failed commit is told to none but the last that share it',
    file: 'src/server/storage/sql/sharedCommit.ts',
    patch: [
      [
        'for (const each of sharing) each.failed(error)',
        'sharing.pop()?.failed(error)\n      for (const each of sharing) each.committed()',
      ],
    ],
    tests: ['tests/contract/sharedCommit.test.ts'],
  },
  {
    name: 'grids of a commit that failed are remembered',
    file: 'src/server/storage/sql/sqlGrids.ts',
    patch: [['whenCommitted(() => (kept = { version, grids }))', 'kept = { version, grids }']],
    tests: ['tests/contract/sharedCommit.test.ts'],
  },
  {
    name: 'SQLite does not wait for the disk',
    file: 'src/server/storage/sql/sqliteDriver.ts',
    patch: [['PRAGMA synchronous = FULL', 'PRAGMA synchronous = NORMAL']],
    tests: ['tests/contract/sqliteStorage.test.ts'],
  },
  {
    name: 'each number of rows is an SQL text of its own, kept for good',
    file: 'src/server/storage/sql/insertQueue.ts',
    patch: [
      [
        'const size = sizes.find((each) => each <= all.length - at)!',
        'const size = Math.min(sizes[0], all.length - at)',
      ],
    ],
    tests: ['tests/contract/sqlTexts.test.ts'],
  },
  {
    name: 'whoever starts a database that was a demo gets links for its invented members',
    file: 'src/server/organisation/firstRun.ts',
    patch: [
      [
        `if (invited)\n    return {\n      of: 'demo',\n      links:\n        options.isDemo && isLoopback(new URL(deps.publicUrl).hostname)\n          ? await linksFor(deps, invited)\n          : [],\n    }`,
        `if (invited) return { of: 'demo', links: await linksFor(deps, invited) }`,
      ],
    ],
    tests: ['tests/server/organisation/firstRun.test.ts'],
  },
  {
    name: 'the newest work lies in a second file when the server has stopped',
    file: 'src/server/storage/sql/sqliteDriver.ts',
    patch: [["          writer.exec('PRAGMA wal_checkpoint(TRUNCATE)')\n", '']],
    tests: ['tests/server/operations/dataFolder.test.ts'],
  },
  {
    name: 'an older database is served as if it were the one that was here',
    file: 'src/server/operations/dataFolder.ts',
    patch: [["  if (check !== 'fine') {", "  if (check === 'another') {"]],
    tests: ['tests/server/operations/dataFolder.test.ts'],
  },
  {
    name: 'a phone that has seen more than there is is not believed',
    file: 'src/server/sync/wentBack.ts',
    patch: [['(cursors[scope] ?? 0) > (heads.get(scope) ?? 0)', '(cursors[scope] ?? 0) < 0']],
    tests: ['tests/server/operations/dataFolder.test.ts'],
  },
  {
    name: 'a first run begins beside what an earlier life left',
    file: 'src/server/operations/dataFolder.ts',
    patch: [['  if (remains.length === 0) return\n', '  if (remains.length >= 0) return\n']],
    tests: ['tests/server/operations/dataFolder.test.ts'],
  },
  {
    name: 'a photo is served as it lies there',
    file: 'src/server/photos/soundPhoto.ts',
    patch: [['  if (bytes && sha256Of(bytes) === hash) return bytes', '  if (bytes) return bytes']],
    tests: ['tests/server/photos/soundPhoto.test.ts'],
  },
  {
    name: 'a damaged database is written to',
    file: 'src/server/storage/sql/guardDriver.ts',
    patch: [["      if (troubleOf(error) === 'damaged') damage = error as Error\n", '']],
    tests: ['tests/server/databaseTrouble.test.ts'],
  },
  {
    name: 'the audit trail is checked against nothing but the database itself',
    file: 'src/server/operations/commands/runVerifyAudit.ts',
    patch: [
      [
        'await lookOutside(options.dataFolder, backupStore, await readAuditKey(driver, options))',
        'null',
      ],
    ],
    tests: ['tests/server/audit/auditCopy.test.ts'],
  },
  {
    name: 'a row is not covered by its seal',
    file: 'src/server/audit/verifyAudit.ts',
    patch: [['if (row.seal !== seal(row))', 'if (false)']],
    tests: ['tests/server/audit/auditCopy.test.ts'],
  },
  {
    name: 'a step under a known id is dropped',
    file: 'src/domain/step.ts',
    patch: [
      ['isSameValue(saidIn(a), saidIn(b))', 'a.id === b.id || isSameValue(saidIn(a), saidIn(b))'],
    ],
    tests: ['tests/protocol/merge.test.ts'],
  },
  {
    name: 'a stream is not locked',
    file: 'src/server/storage/sql/sqlJournal.ts',
    patch: [
      [
        'suspect_to FROM stream WHERE install = ?${forUpdate}`',
        'suspect_to FROM stream WHERE install = ?`',
      ],
    ],
    tests: ['tests/contract/postgresStorage.test.ts'],
  },
  {
    name: 'the sharpest fix wins, wherever it is',
    file: 'src/domain/whereTaken.ts',
    patch: [
      [
        'return doAgree(fix, position) && doAgree(fix, first) ? { ...moment, position: fix } : moment',
        'return { ...moment, position: fix }',
      ],
    ],
    tests: ['tests/domain/whereTaken.test.ts'],
  },
  {
    name: 'a sensor that says −1 is believed',
    file: 'src/domain/position.ts',
    patch: [['Number.isFinite(metres) && metres >= 0', 'true']],
    tests: ['tests/client/sensors/position.test.ts', 'tests/server/sensors.test.ts'],
  },
  {
    name: 'a scope is not locked',
    file: 'src/server/storage/sql/sqlRows.ts',
    patch: [
      ['SELECT head FROM scope WHERE id = ?${forUpdate}`', 'SELECT head FROM scope WHERE id = ?`'],
    ],
    tests: ['tests/contract/postgresStorage.test.ts'],
  },
  {
    name: 'scopes are locked in the order they are named',
    file: 'src/server/storage/sql/sqlRows.ts',
    patch: [['of [...new Set(scopes)].sort()) {', 'of [...new Set(scopes)]) {']],
    tests: ['tests/contract/lockOrder.test.ts'],
  },
  {
    name: 'a block of a photo that nobody has heard of is shown',
    file: 'src/server/photos/strippedPng.ts',
    patch: [
      [
        'if (rule && body.length <= rule.most && !(rule.isOnce',
        'if ((!rule || body.length <= rule.most) && !(rule?.isOnce',
      ],
    ],
    tests: ['tests/server/photos/withoutMetadata.test.ts'],
  },
  {
    name: 'what was bound from a stolen phone outlives it',
    file: 'src/server/auth/enrolment.ts',
    patch: [
      ['if (each.boundBy === from.id) ending.push(each)', 'if (each.boundBy === from.id) break'],
    ],
    tests: ['tests/server/stolenPhone.test.ts'],
  },
  {
    name: 'a row that moves on does not leave its old scope',
    file: 'src/server/storage/sql/sqlRows.ts',
    patch: [
      [
        'if (!scopes.includes(scope)) place(row.t, row.id, scope, 1)',
        'if (!scopes.includes(scope)) continue',
      ],
    ],
    tests: ['tests/contract/sqliteStorage.test.ts'],
  },
  {
    name: 'a change is told apart by its number alone',
    file: 'src/server/sync/decideOne.ts',
    patch: [
      [
        '  const settled = outcomes.settledFor(envelope, hash)\n',
        '  const settled = undefined as ReturnType<typeof outcomes.settledFor>\n',
      ],
    ],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'a bare envelope keeps the outcome that its content has taken over',
    file: 'src/server/storage/sql/insertQueue.ts',
    patch: [['WHERE outcome.is_bare = 1 AND excluded.is_bare = 0', 'WHERE outcome.is_bare = 0']],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'the envelope of a change that is in is taken for another change',
    file: 'src/server/sync/decideBatch.ts',
    patch: [[' || (known?.changeId === envelope.id && isBare(envelope))', '']],
    tests: ['tests/protocol/push.test.ts', 'tests/fuzz/seeds.test.ts'],
  },
  {
    name: 'other content under a known number passes for the same',
    file: 'src/server/sync/decideBatch.ts',
    patch: [['      if (known && !isSame) return { ...done, fork: true }\n', '']],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'an act told again with the moment of another tap is another change',
    file: 'src/server/sync/decideOne.ts',
    patch: [
      [
        '(await outcomes.isSaidIn(known, envelope))',
        '(await outcomes.isSaidIn(known, envelope)) === null',
      ],
    ],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'an answer is believed of whatever has its numbers now',
    file: 'src/client/sync/applyPush.ts',
    patch: [['    if (!(await isCurrentClientId(db, install))) return\n', '']],
    tests: ['tests/client/sync/applyAnswers.test.ts'],
  },
  {
    name: 'a gap in the numbers is passed over',
    file: 'src/server/sync/decideBatch.ts',
    patch: [
      ['} else if (envelope.n > done.last + 1) return { ...done, need: done.last + 1 }', '}'],
    ],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'a parked change is not journaled',
    file: 'src/server/sync/decideBatch.ts',
    patch: [['  await tx.putJournal({', "  if (result.s !== 'parked') await tx.putJournal({"]],
    tests: ['tests/protocol/push.test.ts'],
  },
  {
    name: 'a patch writes over what its author has not seen, in silence',
    file: 'src/records/applyChange.ts',
    patch: [
      [
        '    const isUnseen = seen !== undefined && seen !== (before.fv[path] ?? 1)',
        '    const isUnseen = seen !== undefined && false',
      ],
    ],
    tests: ['tests/protocol/merge.test.ts'],
  },
  {
    name: 'an ability holds beyond the grids of its member',
    file: 'src/domain/member.ts',
    patch: [
      [
        'each !== undefined && hasAbility(each, ability) && liesWithin(tree, gridId, each.gridIds),',
        'each !== undefined &&\n      hasAbility(each, ability) &&\n      liesWithin(tree, gridId, [...each.gridIds, gridId]),',
      ],
    ],
    tests: ['tests/domain/rights.test.ts'],
  },
  {
    name: 'who is not shown a row is told how it stands',
    file: 'src/records/decide.ts',
    patch: [['  if (!row || !context.isShown(row)) return', '  if (!row) return']],
    tests: ['tests/protocol/grids.test.ts'],
  },
  {
    name: 'parked work tells where the row lies that its author is not shown',
    file: 'src/records/conflict/conflict.ts',
    patch: [
      [
        'gridIds.filter((grid) => scopes.has(gridConflicts(dataClass, grid)))',
        'gridIds.filter((grid) => scopes.size > 0 || scopes.has(gridConflicts(dataClass, grid)))',
      ],
    ],
    tests: ['tests/protocol/grids.test.ts'],
  },
  {
    name: 'a parked change decides another conflict with the rights lent to it',
    file: 'src/server/conflicts/decideConflict.ts',
    patch: [
      [
        '  return applyAs(resolving, change, as)\n',
        '  return change.ofCase ? applyOnBehalf(resolving, change, change.ofCase, as) : applyAs(resolving, change, as)\n',
      ],
      [
        "import { originalOf } from './originalOf.ts'\n",
        "import { applyOnBehalf } from './applyOnBehalf.ts'\nimport { originalOf } from './originalOf.ts'\n",
      ],
      ["  if (change.ofCase) return fail(fault('notAllowed'))\n", ''],
    ],
    tests: ['tests/protocol/conflicts.test.ts'],
  },
  {
    name: 'only what was overwritten unseen goes to history',
    file: 'src/records/applyChange.ts',
    patch: [["(isUnseen || old !== '')) {", 'isUnseen) {']],
    tests: ['tests/protocol/history.test.ts'],
  },
  {
    name: 'what is taken out of a set leaves no history',
    file: 'src/records/applyChange.ts',
    patch: [['      if (isBack) continue\n', "      if (isBack || field !== 'checks') continue\n"]],
    tests: ['tests/protocol/history.test.ts'],
  },
  {
    name: 'a photo that was taken out is still named by its record',
    file: 'src/server/changes/batchHistory.ts',
    patch: [['      await tx.unnamePhoto(hash, after.t, after.id)\n', '']],
    tests: ['tests/protocol/history.test.ts'],
  },
  {
    name: 'history of visits lies where everybody of the grid reads',
    file: 'src/server/changes/batchHistory.ts',
    patch: [
      ['dataClass: dataClassOf(t, f),', "dataClass: t !== 'case' ? 'work' : dataClassOf(t, f),"],
    ],
    tests: ['tests/protocol/history.test.ts'],
  },
  {
    name: 'a patch writes the whole row instead of its fields',
    file: 'src/records/applyChange.ts',
    patch: [
      [
        'fv: { ...before.fv }, f: { ...before.f } }',
        'fv: {}, f: { ...(change.set ? {} : before.f), id: change.row } }',
      ],
    ],
    tests: ['tests/protocol/merge.test.ts'],
  },
  {
    name: 'a page’s cursor runs ahead of its rows',
    file: 'src/server/sync/pull.ts',
    patch: [
      [
        'pages.push({ scope, from, to, head, more',
        'pages.push({ scope, from, to: head, head, more',
      ],
    ],
    tests: ['tests/protocol/pull.test.ts'],
  },
  {
    name: 'the phone moves its cursor before it has applied the rows',
    file: 'src/client/sync/applyPull.ts',
    patch: [
      [
        "  await db.transaction('rw', db.row, db.cursor, async () => {\n    const cursors",
        "  await db.cursor.bulkPut(pull.pages.map((page) => ({ scope: page.scope as ScopeId, at: page.to })))\n  await db.transaction('rw', db.row, db.cursor, async () => {\n    const cursors",
      ],
    ],
    tests: ['tests/client/sync/dyingPhone.test.ts'],
  },
  {
    name: 'saved is said before the transaction has completed',
    file: 'src/client/outbox/saveChange.ts',
    patch: [
      [
        '    const written = await retryOnce(db, () => write(db, input))\n',
        '    write(db, input).then(undefined, () => undefined)\n    if (input.now > 0) return succeed(1)\n    const written = await retryOnce(db, () => write(db, input))\n',
      ],
    ],
    tests: ['tests/client/db/lateAbort.test.ts'],
  },
  {
    name: 'an aborted save is swallowed',
    file: 'src/client/outbox/saveChange.ts',
    patch: [
      ['    return fail(storageFault(error))', '    return succeed(storageFault(error) ? 1 : 0)'],
    ],
    tests: ['tests/client/outbox/saveChange.test.ts'],
  },
  {
    name: 'captures are written with relaxed durability',
    file: 'src/client/db/captureDb.ts',
    patch: [["chromeTransactionDurability: 'strict'", "chromeTransactionDurability: 'relaxed'"]],
    tests: ['tests/client/db/lateAbort.test.ts'],
  },
  {
    name: 'a receipt deletes the work it is for',
    file: 'src/client/sync/applyPush.ts',
    patch: [
      [
        'await db.outbox.bulkPut(\n      push.results.flatMap((result, i) => {\n        const entry = entries[i]\n        return entry ? [decided(entry, result)] : []\n      }),\n    )',
        'await db.outbox.bulkDelete(push.results.map((result) => result.n))\n    if (push.last < 0)\n      await db.outbox.bulkPut(\n        push.results.flatMap((result, i) => {\n          const entry = entries[i]\n          return entry ? [decided(entry, result)] : []\n        }),\n      )',
      ],
    ],
    tests: ['tests/client/sync/applyAnswers.test.ts'],
  },
  {
    name: 'nobody looks at the epoch',
    file: 'src/client/sync/applyAnswer.ts',
    patch: [
      [
        'const isNewEpoch = request.epoch !== null && request.epoch !== answer.epoch',
        'const isNewEpoch = request.epoch === answer.epoch && request.epoch === null',
      ],
    ],
    tests: ['tests/protocol/pull.test.ts'],
  },
  {
    name: 'the epoch of a first contact is written last',
    file: 'src/client/sync/applyAnswer.ts',
    patch: [
      ["  if (request.epoch === null) await writeMeta(capture, 'epoch', answer.epoch)\n", ''],
      [
        '  if (isNewEpoch) await writeMeta(',
        '  if (request.epoch !== answer.epoch) await writeMeta(',
      ],
    ],
    tests: ['tests/client/sync/dyingPhone.test.ts'],
  },
  {
    name: 'what an earlier database told passes for newer',
    file: 'src/client/sync/applyPull.ts',
    patch: [['  await db.row.toCollection().modify({ v: 0, scopes: [staleScope] })\n', '']],
    tests: ['tests/fuzz/seeds.test.ts'],
  },
  {
    name: 'a cursor does not say in which database it counts',
    file: 'src/client/sync/applyPull.ts',
    patch: [['...(epoch === undefined ? {} : { epoch })', '...{}']],
    tests: ['tests/fuzz/seeds.test.ts'],
  },
  {
    name: 'an answer to another request is believed',
    file: 'src/client/sync/exchange.ts',
    patch: [
      [
        `return answer.value.req === request.req ? succeed(answer.value) : fail(fault('notOurAnswer'))`,
        `return answer.value.req !== '' ? succeed(answer.value) : fail(fault('notOurAnswer'))`,
      ],
    ],
    tests: ['tests/protocol/answers.test.ts'],
  },
  {
    name: 'what is pulled is written down as work of one’s own',
    file: 'src/client/sync/applyAnswer.ts',
    patch: [
      [
        '    done.pulledRows += answer.pull',
        "    for (const row of await cache.row.toArray()) if (row.t === 'report') await capture.outbox.put({ n: 900 + done.pulledRows, id: crypto.randomUUID() as never, row: row.id, change: { id: crypto.randomUUID(), n: 900, t: 'report', row: row.id, op: 'patch', set: {} } as never, savedAt: 0, fate: 'applied' })\n    done.pulledRows += answer.pull",
      ],
    ],
    tests: ['tests/client/sync/dyingPhone.test.ts'],
  },
  {
    name: 'a photo is called received once its last byte has left',
    file: 'src/client/sync/sendPhotos.ts',
    patch: [
      [
        '    // Progress resets the count',
        '    if (moved === photo.size) return { ok: true }\n    // Progress resets the count',
      ],
    ],
    tests: ['tests/client/sync/dyingPhone.test.ts', 'tests/client/sync/sendPhotos.test.ts'],
  },
  {
    name: 'durable is moved on before the copy is made',
    file: 'src/server/backup/copyWork.ts',
    patch: [
      [
        '    if (lines.length > 0) {\n      const text',
        '    await storage.write(async (tx) => {\n      for (const part of parts) await tx.markCopied(part)\n    })\n    if (lines.length > 0) {\n      const text',
      ],
    ],
    tests: ['tests/server/backup/copyWork.test.ts'],
  },
  {
    name: 'durable is what was received',
    file: 'src/server/routes/syncAnswer.ts',
    patch: [
      ['{ last, durable, results,', '{ last, durable: durable === null ? null : last, results,'],
    ],
    tests: ['tests/protocol/backedUp.test.ts'],
  },
  {
    name: 'a phone keeps the rows of a scope that it left',
    file: 'src/client/sync/applyPull.ts',
    patch: [['await leaveScope(db, scope as ScopeId)', 'await db.cursor.delete(scope as ScopeId)']],
    tests: ['tests/protocol/pull.test.ts'],
  },
  {
    name: 'what has ended cannot be reopened',
    file: 'src/kinds/hazard/hazard.ts',
    patch: [[`from: ['resolved', 'closed', 'followedUp'],`, `from: ['resolved'],`]],
    tests: ['tests/domain/workflow.test.ts'],
  },
  {
    name: 'the server takes what a kind says is incomplete',
    file: 'src/kinds/whyIncomplete.ts',
    patch: [['.find(({ fault }) => fault)?.fault ?? null', '.find(() => false)?.fault ?? null']],
    tests: ['tests/kinds/missing.test.ts'],
  },
  {
    name: 'links of released apps open no form',
    file: 'src/ui/shell/formRoutes.ts',
    patch: [['  ...redirectsOf(kind),\n', '']],
    tests: ['tests/ui/formRoutes.test.ts'],
  },
  {
    name: 'a kind waits for what its status says, whatever it says itself',
    file: 'src/kinds/awaits.ts',
    patch: [
      [
        'return own === undefined ? meaningOf(standing).awaits : own',
        'return meaningOf(standing).awaits',
      ],
    ],
    tests: ['tests/toys/parcelScreens.test.ts'],
  },
  {
    name: 'what may still be taken back leaves at once',
    file: 'src/client/outbox/recall.ts',
    patch: [
      [
        '    const chosen = choose(kept < 0 ? waiting : waiting.slice(0, kept))',
        '    const chosen = choose(waiting)',
      ],
    ],
    tests: ['tests/client/outbox/recall.test.ts'],
  },
  {
    name: 'what has been put into a request is taken back',
    file: 'src/client/outbox/recall.ts',
    patch: [
      [
        '    await db.outbox.bulkPut(sent.filter((_, i) => chosen[i]?.recallUntil !== undefined))\n',
        '',
      ],
    ],
    tests: ['tests/client/outbox/recall.test.ts'],
  },
  {
    name: 'an act that is taken back leaves a gap in the numbers',
    file: 'src/client/outbox/recall.ts',
    patch: [
      [
        'db.outbox.bulkAdd(\n        later.map((each): OutboxEntry => ({\n          ...each,\n          n: each.n - 1,\n          change: { ...each.change, n: each.n - 1 },\n        })),\n      ),',
        'db.outbox.bulkAdd(later.map((each): OutboxEntry => ({ ...each }))),',
      ],
    ],
    tests: ['tests/client/outbox/recall.test.ts'],
  },
  {
    name: 'a half-written form does not come back with the step that is taken back',
    file: 'src/client/outbox/recall.ts',
    patch: [
      [
        '...(entry.draftBefore\n        ? [\n            db.draft.put({ ...entry.draftBefore, version: entry.draftBefore.version + 1 }),\n            db.draftEnd.delete(entry.draftBefore.id),\n          ]\n        : []),',
        '...(entry.draftBefore ? [db.draftEnd.delete(entry.draftBefore.id)] : []),',
      ],
    ],
    tests: ['tests/client/outbox/recall.test.ts'],
  },
  {
    name: 'who uses a phone is known to localStorage alone',
    file: 'src/client/session/currentMember.ts',
    patch: [['  await putFacts(environment, { current: memberId, binding: undefined })\n', '']],
    tests: ['tests/client/session/currentMember.test.ts'],
  },
  {
    name: 'nobody is told that a value of theirs was replaced',
    file: 'src/domain/history.ts',
    patch: [
      [
        'by !== undefined && by === member && overBy !== member',
        'by !== undefined && by === member && overBy === member',
      ],
    ],
    tests: ['tests/domain/history.test.ts'],
  },
  {
    name: 'a late writer brings a saved form back',
    file: 'src/client/drafts/draft.ts',
    patch: [
      ["  if (end) return { is: 'ended', end }\n", ''],
      ["version === 0 ? null : { is: 'ended', end: null }", 'null'],
    ],
    tests: ['tests/client/drafts/draft.test.ts', 'tests/client/drafts/draftSession.test.ts'],
  },
  {
    name: 'other words under a known name are called saved',
    file: 'src/client/outbox/saveChange.ts',
    patch: [
      [
        `return isSameChange(there.known.change, change)\n          ? { is: 'written', clientId, stored: readBack(db, change) }\n          : { is: 'refused', fault: fault('idTaken') }`,
        `return { is: 'written', clientId, stored: Promise.resolve([{ ...there.known, change }]) }`,
      ],
    ],
    tests: ['tests/client/outbox/saveChange.test.ts'],
  },
  {
    name: 'an older draft of an amendment undoes what others did meanwhile',
    file: 'src/client/drafts/seen.ts',
    patch: [['    if (same(mine, was)) put(moved, theirs)\n    else if', '    if']],
    tests: ['tests/client/drafts/seen.test.ts'],
  },
  {
    name: 'a member may store without end',
    file: 'src/server/ledger/ledger.ts',
    patch: [['isBinding ? overIn(used, amount, allowance) : null', 'null']],
    tests: ['tests/protocol/ledger.test.ts', 'tests/server/hostileMember.test.ts'],
  },
  {
    name: 'the desk does not hear who has gone over a limit',
    file: 'src/server/ledger/ledger.ts',
    patch: [['if (refused && isToTell)', 'if ((false as boolean) && refused)']],
    tests: ['tests/protocol/ledger.test.ts', 'tests/server/hostileMember.test.ts'],
  },
  {
    name: 'what only a bare envelope stands for is called backed up',
    file: 'src/client/sync/applyPush.ts',
    patch: [
      [' && !isBodyWithheld(entry)\n  if (told > known)', '\n  if (told > known)'],
      [
        'entry.backedUpAt !== undefined && !isBodyWithheld(entry)',
        'entry.backedUpAt !== undefined',
      ],
    ],
    tests: ['tests/fuzz/seeds.test.ts'],
  },
  {
    name: 'a photo that a restore brings is not told to its record',
    file: 'src/server/restore/restorePhotos.ts',
    patch: [['      await tellRecords(tx, hash, memberId)\n', '']],
    tests: ['tests/fuzz/seeds.test.ts'],
  },
  {
    name: 'a page that is left keeps its transaction open',
    file: 'src/client/page/leftPage.ts',
    patch: [['    for (const transaction of [...live]) breakOff(transaction)\n', '']],
    tests: ['tests/client/page/leftPage.test.ts'],
  },
]
