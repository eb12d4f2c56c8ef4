// Photos that cannot be shown (P7): a supervisor sees which there are and may fetch the bytes as a
// file, never as a picture.
import { type Context, Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import { isPhotoHash, type MemberId } from '#domain/ids.ts'
import { hasAbility, type Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { memberOf, membersOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { signedIn } from '../auth/signedIn.ts'
import { whyNotManage } from '../auth/whyNotManage.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'

export function quarantineRoutes(deps: ServerDeps): Hono {
  const routes = new Hono()

  routes.get('/api/quarantine', async (c) => {
    const caller = await reviewer(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    const photos = await deps.storage.read(async (tx) => {
      const tree = treeOf(await tx.grids())
      const quarantined = await tx.quarantine()
      const members = await membersOf(
        tx,
        quarantined.map(({ memberId }) => memberId),
      )
      return quarantined.flatMap((photo) => {
        const member = members.get(photo.memberId)
        return member && !whyNotManage(caller.value, member, tree)
          ? [{ ...photo, memberName: member.name }]
          : []
      })
    })
    return answer({ photos })
  })

  routes.get('/api/quarantine/:member/:hash', async (c) => {
    const caller = await reviewer(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    const hash = c.req.param('hash')
    if (!isPhotoHash(hash)) return refuse(fault('photoUnknown'))
    const found = await deps.storage.write(async (tx) => {
      const member = await memberOf(tx, c.req.param('member') as MemberId)
      const isTheirs = member && !whyNotManage(caller.value, member, treeOf(await tx.grids()))
      const photo = isTheirs ? await tx.quarantined(hash, member.id) : undefined
      if (photo)
        await tx.putAudit(adminChain, {
          at: deps.now(),
          action: 'quarantineRead',
          actor: caller.value.id,
          detail: { photo: hash, of: photo.memberId },
        })
      return photo
    })
    const bytes = found && (await deps.photos.read(hash))
    if (!bytes) return refuse(fault('photoUnknown'))
    return new Response(bytes, {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="quarantine-${hash.slice(0, 12)}.bin"`,
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'X-Content-Type-Options': 'nosniff',
      },
    })
  })

  return routes
}

/** The bytes may be of a household's door, so managing is not enough. */
async function reviewer(deps: ServerDeps, c: Context): Promise<Result<Member>> {
  const caller = await signedIn(deps, c.req.raw.headers)
  if (!caller.ok) return caller
  return hasAbility(caller.value, 'review') && hasAbility(caller.value, 'readCare')
    ? succeed(caller.value)
    : fail(fault('notAllowed'))
}
