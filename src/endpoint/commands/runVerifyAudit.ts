// `verify-audit`: reads every chain of the audit trail and says in plain words what it found. Alters nothing; safe beside a running endpoint.
import { stat } from 'node:fs/promises'
import { readAuditCopy } from '../auditCopy.ts'
import type { Options } from '../options.ts'
import { openDriver } from '../storage/openDriver.ts'
import { openReadOnly } from '../storage/sqlStorage.ts'
import { type AuditFlaw, type AuditReport, verifyAudit } from '../verifyAudit.ts'

/** True where everything is as it was written. */
export async function runVerifyAudit(options: Pick<Options, 'dataFolder' | 'databaseFile' | 'postgresUrl'>, say: (text: string) => void): Promise<boolean> {
  // SQLite would make an empty one.
  if (!options.postgresUrl) await stat(options.databaseFile).catch(() => Promise.reject(new Error(`there is no database ${options.databaseFile}`)))
  const storage = openReadOnly(await openDriver(options))
  try {
    const report = await verifyAudit(storage, await readAuditCopy(options.dataFolder))
    say(told(report))
    return report.flaws.length === 0
  } finally {
    await storage.close()
  }
}

const sentences = {
  altered: 'it is not what was written',
  missing: 'it is gone',
  moved: 'it does not follow the one before it',
  powers: 'this member may do what no entry gave them',
  journal: 'the changes it tells of are not the ones that were accepted',
} as const satisfies Record<AuditFlaw['what'], string>

export function told({ chains, links, flaws }: AuditReport): string {
  const read = `Audit trail: ${chains} chains, ${links} entries read.`
  if (flaws.length === 0) return `${read} All of them are as they were written.\n`
  return [`${read} Not as written: ${flaws.length}.`, ...flaws.map(({ chain, seq, what, member }) => `  ${member ? `member ${member}` : `${chain}, entry ${seq}`}: ${sentences[what]}`), ''].join('\n')
}
