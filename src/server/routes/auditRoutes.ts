// The audit trail for administrators: read a chain, or have all of them checked.
import { type Context, Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { answer } from '../auth/answer.ts'
import { signedIn } from '../auth/signedIn.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { type AuditChain, adminChain } from '../storage/port/audit.ts'
import { verifyAudit } from '../audit/verifyAudit.ts'

const linksPerPage = 200

export function auditRoutes(deps: ServerDeps): Hono {
  const routes = new Hono()

  routes.get('/api/audit', async (c) => {
    const caller = await admin(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    const chain = (c.req.query('chain') ?? adminChain) as AuditChain
    const after = Number(c.req.query('after') ?? 0)
    if (!Number.isSafeInteger(after) || after < 0)
      return refuse(fault('malformed', { at: 'after', expected: 'a number' }))
    return answer({
      links: await deps.storage.read((tx) => tx.auditLinks(chain, after, linksPerPage)),
    })
  })

  routes.get('/api/audit/verification', async (c) => {
    const caller = await admin(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    return answer({ ...(await verifyAudit(deps.storage, (await deps.auditOutside?.()) ?? null)) })
  })

  return routes
}

async function admin(deps: ServerDeps, c: Context): Promise<Result<Member>> {
  const caller = await signedIn(deps, c.req.raw.headers)
  if (!caller.ok) return caller
  return caller.value.roles.includes('admin') ? succeed(caller.value) : fail(fault('notAllowed'))
}
