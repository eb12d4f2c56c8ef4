// I12: every chain of the audit trail holds, and every decision of the journal is in it.
import { verifyAudit } from '#server/audit/verifyAudit.ts'
import { all, type Line, type Truth } from './truth.ts'

export async function judgeAudit(truth: Truth, lines: readonly Line[]): Promise<string[]> {
  const { flaws } = await verifyAudit(truth.storage)
  const pushes = await all<{ detail: string }>(
    truth,
    "SELECT detail FROM audit WHERE action = 'pushed'",
  )
  const told = new Set(
    pushes.flatMap(({ detail }) =>
      (JSON.parse(detail) as { changes: [number, string, string][] }).changes.map(([, id]) => id),
    ),
  )
  return [
    ...flaws.map((flaw) => `I12 the audit trail has a flaw: ${JSON.stringify(flaw)}`),
    ...lines
      .filter((line) => !told.has(line.changeId))
      .map((line) => `I12 ${line.changeId} was decided and is not in the audit trail`),
  ]
}
