// better-auth as we set it up: sessions in our own database, sign-in by user name or passkey, no
// e-mail, nothing told to anyone. Only auth/auth.ts speaks to it.
import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { getMigrations } from 'better-auth/db/migration'
import { admin, username } from 'better-auth/plugins'
import * as v from 'valibot'
import type { MemberId } from '#domain/ids.ts'
import { hasAbility, type Member } from '#domain/member.ts'
import { Username } from '#protocol/memberMessages.ts'
import { oneNodeAtATime } from '../storage/sql/migrate.ts'
import { driverWithin, type SqlDriver } from '../storage/sql/sqlDriver.ts'
import type { Storage } from '../storage/port/storage.ts'
import { adoptSessions } from './adoptSessions.ts'
import { ownOrigins } from './sameOrigin.ts'
import { deviceOfSession, type SignInCall } from './deviceOfSession.ts'
import { sqlDialect } from './sqlDialect.ts'

const hourSeconds = 3600
export const daySeconds = 24 * hourSeconds
/** A field phone: slides on while it is used. */
export const longSessionSeconds = 90 * daySeconds
/** Whoever reviews or manages members signs in anew each day; does not slide. */
export const briefSessionSeconds = 12 * hourSeconds

export const hasBriefSession = (member: Member): boolean =>
  hasAbility(member, 'review') || hasAbility(member, 'manageMembers')

/** Carries the caller's key (callerKey.ts); always overwritten on the way in. */
export const callerHeader = 'x-gridwalk-caller'

/** Endpoints without a path: called from auth.ts, reachable over no address. */
const sessionActs = {
  id: 'gridwalk-session-acts',
  endpoints: {
    startSession: createAuthEndpoint(
      { method: 'POST', body: v.object({ userId: v.string(), deviceId: v.string() }) },
      async (c) => {
        const user = await c.context.internalAdapter.findUserById(c.body.userId)
        const session =
          user &&
          (await c.context.internalAdapter.createSession(user.id, false, {
            deviceId: c.body.deviceId,
          }))
        if (!session) throw new APIError('UNAUTHORIZED')
        await setSessionCookie(c, { session, user }, false)
        return { isStarted: true }
      },
    ),
    /** The session moves to the device that was bound from it, and ends with it. */
    bindSession: createAuthEndpoint(
      { method: 'POST', body: v.object({ token: v.string(), deviceId: v.string() }) },
      async (c) => {
        await c.context.internalAdapter.updateSession(c.body.token, { deviceId: c.body.deviceId })
        return { isBound: true }
      },
    ),
    slideSession: createAuthEndpoint(
      { method: 'POST', body: v.object({ token: v.string() }) },
      async (c) => {
        const expiresAt = new Date(Date.now() + longSessionSeconds * 1000)
        await c.context.internalAdapter.updateSession(c.body.token, {
          expiresAt,
          updatedAt: new Date(),
        })
        const found = await c.context.internalAdapter.findSession(c.body.token)
        if (found) await setSessionCookie(c, found, false)
        return { isSlid: found !== null }
      },
    ),
  },
} as const

export interface SessionLibraryOptions {
  driver: SqlDriver
  storage: Storage
  publicUrl: string
  /** At least 32 characters; signs cookies. */
  secret: string
}

function optionsOf({ driver, storage, publicUrl, secret }: SessionLibraryOptions) {
  const { hostname, protocol } = new URL(publicUrl)
  const isHttps = protocol === 'https:'
  const cookiePrefix = isHttps ? '__Host-gridwalk' : 'gridwalk'
  return {
    appName: 'Gridwalk',
    baseURL: publicUrl,
    basePath: '/api/auth',
    trustedOrigins: ownOrigins(publicUrl),
    secret,
    database: { dialect: sqlDialect(driver), type: driver.dialect, transaction: false },
    telemetry: { enabled: false },
    logger: { level: 'error' as const },
    emailAndPassword: { enabled: false, disableSignUp: true, minPasswordLength: 10 },
    verification: { storeIdentifier: 'hashed' as const },
    user: {
      additionalFields: {
        memberId: {
          type: 'string' as const,
          required: true,
          unique: true,
          input: false,
          returned: true,
        },
      },
    },
    session: {
      additionalFields: {
        deviceId: { type: 'string' as const, required: false, input: false, returned: true },
      },
      expiresIn: longSessionSeconds,
      // Sliding is done in auth.ts, which knows whose session is brief.
      disableSessionRefresh: true,
      // A cached session would outlive its revocation.
      cookieCache: { enabled: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (
            session: { userId: string; deviceId?: string | null },
            call: SignInCall | null,
          ) => {
            const [user] = await driver.read((turn) =>
              turn.all<{ memberId: MemberId }>('SELECT "memberId" FROM "user" WHERE id = ?', [
                session.userId,
              ]),
            )
            const from =
              user &&
              (await deviceOfSession(
                driver,
                storage,
                { ...session, memberId: user.memberId },
                call,
              ))
            if (!from) throw new APIError('UNAUTHORIZED')
            const { member, deviceId } = from
            return {
              data: {
                deviceId,
                ...(hasBriefSession(member)
                  ? { expiresAt: new Date(Date.now() + briefSessionSeconds * 1000) }
                  : {}),
              },
            }
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database' as const,
      customRules: {
        '/sign-in/username': { window: 60, max: 5 },
        '/passkey/*': { window: 60, max: 120 },
      },
    },
    advanced: {
      // Brought to its shape a moment ago (openSessionLibrary).
      database: { validateSchema: false },
      cookiePrefix,
      // The library would put its own __Secure- before our __Host-.
      useSecureCookies: false,
      defaultCookieAttributes: {
        httpOnly: true,
        sameSite: 'strict' as const,
        secure: isHttps,
        path: '/',
      },
      ipAddress: { ipAddressHeaders: [callerHeader], ipv6Subnet: 128 as const },
    },
    plugins: [
      username({
        maxUsernameLength: 30,
        usernameNormalization: (typed: string) => typed.normalize('NFKC').toLowerCase(),
        usernameValidator: (typed: string) => v.is(Username, typed),
        displayUsername: false,
      }),
      passkey({
        rpID: hostname,
        rpName: 'Gridwalk',
        origin: ownOrigins(publicUrl),
        advanced: { webAuthnChallengeCookie: 'passkey' },
      }),
      // Its `banned` is a second lock on members who have left; its paths are closed (auth.ts).
      admin(),
      sessionActs,
    ],
  }
}

export async function openSessionLibrary(options: SessionLibraryOptions) {
  const settings = optionsOf(options)
  // Before the library itself is opened: it complains about a schema it does not find.
  await oneNodeAtATime(options.driver, async (session) => {
    const { runMigrations } = await getMigrations(
      optionsOf({ ...options, driver: driverWithin(options.driver, session) }),
    )
    await runMigrations()
    await adoptSessions(session)
  })
  const library = betterAuth(settings)
  const context = await library.$context
  return { library, context, cookieName: context.authCookies.sessionToken.name }
}

export type SessionLibrary = Awaited<ReturnType<typeof openSessionLibrary>>
