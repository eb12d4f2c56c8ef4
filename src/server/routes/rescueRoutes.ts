// POST /api/rescue: somebody's phone or desk forwards records of a rescue file (R rules). Deposits
// only; the carrier learns figures, no content.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { rescueHeaderBytes, rescueLimits } from '#protocol/rescueFile.ts'
import { answer } from '../auth/answer.ts'
import { deviceOf } from '../auth/devices.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { readAtMost } from '../http/readBody.ts'
import { importRescue } from '../rescue/importRescue.ts'

const mostBytes = rescueHeaderBytes + rescueLimits.recordBytes + 100_000

export function rescueRoutes(deps: ServerDeps): Hono {
  return new Hono().post('/api/rescue', async (context) => {
    const carrier = await deviceOf(deps.storage, context.req.raw.headers)
    if (!carrier.ok) return refuse(carrier.fault)
    const tooMany = deps.limits?.whyNotSync(carrier.value)
    if (tooMany) return refuse(tooMany)
    const body = await readAtMost(context.req.raw.body, mostBytes)
    if (!body) return refuse(fault('tooLarge', { limit: mostBytes }))
    const taken = await importRescue(deps, carrier.value, body)
    return taken.ok ? answer(taken.value) : refuse(taken.fault)
  })
}
