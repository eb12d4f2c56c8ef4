// The plan of the community, for those who draw it: an import or an edit, and taking one back.
// Members are sent the rows by sync, like every other.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import type { PlanImportId } from '#domain/ids.ts'
import { canSomewhere } from '#domain/member.ts'
import { planLimits } from '#domain/plan/planProblem.ts'
import { PlanImporting } from '#protocol/planMessages.ts'
import { answer } from '../auth/answer.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import { refuse } from '../http/problems.ts'
import { applyPlan } from '../organisation/applyPlan.ts'
import { undoPlan } from '../organisation/undoPlan.ts'
import type { ServerDeps } from './deps.ts'

export function planRoutes(deps: ServerDeps): Hono {
  const { storage, hints } = deps
  const guard = sameOrigin(deps.publicUrl)
  const routes = new Hono()

  routes.post('/api/plan/imports', guard, async (c) => {
    const caller = await signedIn(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    // Before forty megabytes are read of whoever may not.
    const tree = treeOf(await storage.read((tx) => tx.grids()))
    if (!canSomewhere(caller.value, 'drawPlan', tree)) return refuse(fault('notAllowed'))
    const body = await readMessage(c.req.raw, PlanImporting, planLimits.requestBytes)
    if (!body.ok) return refuse(body.fault)
    const done = await storage.write((tx) => applyPlan(tx, body.value, caller.value, deps.now()))
    if (!done.ok) return refuse(done.fault)
    hints.publish([...done.value.scopes])
    return answer({ isAgain: done.value.isAgain })
  })

  routes.post('/api/plan/imports/:id/undo', guard, async (c) => {
    const caller = await signedIn(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    const id = c.req.param('id') as PlanImportId
    const done = await storage.write((tx) => undoPlan(tx, id, caller.value, deps.now()))
    if (!done.ok) return refuse(done.fault)
    hints.publish([...done.value.scopes])
    return answer({ put: done.value.put, kept: done.value.kept })
  })

  return routes
}
