// `verify-audit`: reads every chain of the audit trail and every row, and says in plain words what
// it found. Alters nothing; safe beside a running server.
import { stat } from 'node:fs/promises'
import { readAuditKey } from '../../audit/auditKey.ts'
import type { Options } from '../../settings/options.ts'
import { openBackupStore } from '../../backup/openBackupStore.ts'
import { openDriver } from '../../storage/sql/openDriver.ts'
import { openReadOnly } from '../../storage/sql/sqlStorage.ts'
import {
  type AuditFlaw,
  type AuditReport,
  lookOutside,
  verifyAudit,
} from '../../audit/verifyAudit.ts'

type VerifyOptions = Pick<Options, 'dataFolder' | 'databaseFile' | 'postgresUrl'> &
  Partial<Pick<Options, 'secret' | 'backupAddress'>>

/** True where everything is as it was written. */
export async function runVerifyAudit(
  options: VerifyOptions,
  say: (text: string) => void,
): Promise<boolean> {
  // SQLite would make an empty one.
  if (!options.postgresUrl)
    await stat(options.databaseFile).catch(() =>
      Promise.reject(new Error(`there is no database ${options.databaseFile}`)),
    )
  const backupStore = options.backupAddress ? await openBackupStore(options.backupAddress) : null
  const driver = await openDriver(options)
  const storage = openReadOnly(driver)
  try {
    const report = await verifyAudit(
      storage,
      await lookOutside(options.dataFolder, backupStore, await readAuditKey(driver, options)),
    )
    say(reportText(report))
    return report.flaws.length === 0
  } finally {
    await storage.close()
  }
}

function sentenceOf(flaw: AuditFlaw): string {
  switch (flaw.what) {
    case 'altered':
      return `${flaw.chain}, entry ${flaw.seq}: it is not what was written`
    case 'missing':
      return `${flaw.chain}, entry ${flaw.seq}: it is gone`
    case 'moved':
      return `${flaw.chain}, entry ${flaw.seq}: it does not follow the one before it`
    case 'journal':
      return `${flaw.chain}, entry ${flaw.seq}: the changes it tells of are not the ones that were accepted`
    case 'powers':
      return `member ${flaw.member}: this member may do what no entry gave them`
    case 'rowAltered':
      return `${flaw.row}: it is not what the server wrote`
    case 'rowMissing':
      return `${flaw.row}: it is gone`
    case 'fewer':
      return `${flaw.of}: there were ${flaw.noted}, there are ${flaw.found}`
    case 'copyAltered':
      return `${flaw.copy}: the note outside the database was altered`
    case 'copyMissing':
      return `${flaw.copy}: the note outside the database is missing`
    case 'otherLife':
      return `${flaw.copy}: the note is of another life of the database; nothing could be compared with it`
  }
}

export function reportText({
  chains,
  links,
  rows,
  notedSince,
  isKeyOutside,
  flaws,
}: AuditReport): string {
  const read = `Audit trail: ${chains} chains, ${links} entries and ${rows} rows read.`
  const remarks = [
    ...(notedSince === null
      ? []
      : [`Noted outside the database since ${new Date(notedSince).toISOString()}.`]),
    ...(isKeyOutside
      ? []
      : [
          'The key that signs does not lie outside the database: set GRIDWALK_SECRET, the same on every node.',
        ]),
  ]
  if (flaws.length === 0)
    return [`${read} All of them are as they were written.`, ...remarks, ''].join('\n')
  return [
    `${read} Not as written: ${flaws.length}.`,
    ...flaws.map((flaw) => `  ${sentenceOf(flaw)}`),
    ...remarks,
    '',
  ].join('\n')
}
