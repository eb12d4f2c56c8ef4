// Incidents for the supervisors of the member's grids: what is open, what was closed lately, and
// seeing to one (I1, I2).
import { Hono } from 'hono'
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import { canIn, hasAbility, type Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { IncidentSeeing, IncidentSchema } from '#protocol/incidentMessages.ts'
import { membersOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import { whyNotManage } from '../auth/whyNotManage.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Incident } from '../storage/port/incidents.ts'
import type { ReadTx } from '../storage/port/storage.ts'

/** How long a closed one stays in the list. */
const closedForMs = 30 * 86_400_000

export function incidentRoutes(deps: ServerDeps): Hono {
  const { storage } = deps
  const routes = new Hono()

  routes.get('/api/incidents', async (c) => {
    const caller = await supervisor(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    const incidents = await storage.read(async (tx) => {
      const all = await tx.incidents(deps.now() - closedForMs)
      const shown = all.filter(await looker(tx, caller.value, all))
      const labels = await tx.deviceLabels(shown.flatMap(({ deviceId }) => deviceId ?? []))
      return shown.map((each) =>
        v.parse(IncidentSchema, {
          ...each,
          deviceLabel: each.deviceId && (labels.get(each.deviceId) ?? null),
        }),
      )
    })
    return answer({ incidents })
  })

  routes.post('/api/incidents/:id/close', sameOrigin(deps.publicUrl), async (c) => {
    const caller = await supervisor(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    const seeing = await readMessage(c.req.raw, IncidentSeeing)
    if (!seeing.ok) return refuse(seeing.fault)
    const closed = await storage.write(async (tx): Promise<Result<null>> => {
      const incident = await tx.incident(c.req.param('id'))
      if (!incident || !(await looker(tx, caller.value, [incident]))(incident))
        return fail(fault('notAllowed'))
      if (incident.closedAt !== null) return fail(fault('changedMeanwhile'))
      await tx.closeIncident(incident.id, {
        at: deps.now(),
        by: caller.value.id,
        note: seeing.value.note,
      })
      await tx.putAudit(adminChain, {
        at: deps.now(),
        action: 'incidentClosed',
        actor: caller.value.id,
        detail: { incident: incident.id, type: incident.type },
      })
      return succeed(null)
    })
    return closed.ok ? answer({}) : refuse(closed.fault)
  })

  return routes
}

async function supervisor(deps: ServerDeps, headers: Headers): Promise<Result<Member>> {
  const caller = await signedIn(deps, headers)
  if (!caller.ok) return caller
  return hasAbility(caller.value, 'manageMembers') ? caller : fail(fault('notAllowed'))
}

/**
 * Whether the caller sees to the member an incident is about; where nobody can be named, whether
 * they see to everyone.
 */
async function looker(
  tx: ReadTx,
  caller: Member,
  incidents: readonly Incident[],
): Promise<(incident: Incident) => boolean> {
  const tree = treeOf(await tx.grids())
  const members = await membersOf(
    tx,
    incidents.flatMap(({ memberId }) => memberId ?? []),
  )
  const seesToAll = [...tree.keys()].every((gridId) => canIn(caller, 'manageMembers', gridId, tree))
  return ({ memberId }) => {
    const member = memberId === null ? undefined : members.get(memberId)
    return member ? whyNotManage(caller, member, tree) === null : seesToAll
  }
}
