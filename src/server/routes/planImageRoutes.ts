// Plan pictures at the desk (SPEC F): one is made of an upload (which goes the way of an archive's,
// basemapRoutes.ts), and what is said of it is altered. Their bytes go out by assetRoutes.ts.
import { Hono } from 'hono'
import { PlanImageAlteration, PlanImageMaking } from '#protocol/planImageMessages.ts'
import { answer } from '../auth/answer.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import { refuse } from '../http/problems.ts'
import { alterPlanImage } from '../planImages/alterPlanImage.ts'
import { makePlanImage } from '../planImages/makePlanImage.ts'
import type { ServerDeps } from './deps.ts'

export function planImageRoutes(deps: ServerDeps): Hono {
  const ours = sameOrigin(deps.publicUrl)
  return new Hono()
    .post('/api/plan-images', ours, async ({ req }) => {
      const caller = await signedIn(deps, req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const asked = await readMessage(req.raw, PlanImageMaking)
      if (!asked.ok) return refuse(asked.fault)
      const made = await makePlanImage(deps, caller.value, asked.value)
      if (!made.ok) return refuse(made.fault)
      await deps.assets.dropUpload(asked.value.upload)
      return answer({ planImage: made.value })
    })
    .patch('/api/plan-images/:id', ours, async ({ req }) => {
      const caller = await signedIn(deps, req.raw.headers)
      if (!caller.ok) return refuse(caller.fault)
      const asked = await readMessage(req.raw, PlanImageAlteration)
      if (!asked.ok) return refuse(asked.fault)
      const altered = await alterPlanImage(deps, caller.value, req.param('id'), asked.value)
      return altered.ok ? answer({ planImage: altered.value }) : refuse(altered.fault)
    })
}
