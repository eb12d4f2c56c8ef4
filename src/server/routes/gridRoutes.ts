// What a node of the grid tree is called: for whoever manages members over it. Grids themselves
// come with places, not here.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { type Grid, treeOf } from '#domain/grid.ts'
import { canIn } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { nextVersion } from '#domain/row.ts'
import { GridRenaming } from '#protocol/memberMessages.ts'
import { referenceScope } from '#domain/scope.ts'
import { answer } from '../auth/answer.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'

export function gridRoutes(deps: ServerDeps): Hono {
  const { storage, hints } = deps
  const routes = new Hono()

  routes.patch('/api/grids/:id', sameOrigin(deps.publicUrl), async (c) => {
    const caller = await signedIn(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    const body = await readMessage(c.req.raw, GridRenaming)
    if (!body.ok) return refuse(body.fault)
    const renamed = await storage.write(async (tx): Promise<Result<Grid>> => {
      await tx.lockScopes([referenceScope])
      const row = await tx.row('grid', c.req.param('id'))
      const isTheirs =
        row && canIn(caller.value, 'manageMembers', row.id as Grid['id'], treeOf(await tx.grids()))
      if (!isTheirs) return fail(fault('notAllowed'))
      const after = nextVersion(row, { ...row.f, name: body.value.name })
      await tx.putRow(after, [referenceScope])
      await tx.putAudit(adminChain, {
        at: deps.now(),
        action: 'gridRenamed',
        actor: caller.value.id,
        t: 'grid',
        row: row.id,
      })
      return succeed(after.f)
    })
    if (!renamed.ok) return refuse(renamed.fault)
    hints.publish([referenceScope])
    return answer({ grid: renamed.value })
  })

  return routes
}
