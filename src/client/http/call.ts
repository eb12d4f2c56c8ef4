// One call of the server's and its answer: the only place where a status, a body and a failure
// become a result. An answer counts only if it is provably ours (A1); anything else leaves the
// phone as it was. How long an answer may take is the transport's (transport.ts).
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result } from '#domain/result.ts'
import { type AnswerSchema, parse } from '#protocol/parse.ts'
import { Refusal } from '#protocol/refusal.ts'
import { deviceHeader, type Transport } from './transport.ts'

export interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is; its headers say what it is. */
  body?: BodyInit
  headers?: Record<string, string>
  /** In whose name it is deposited; without it the cookie of the session speaks. */
  device?: { id: string; secret: string }
}

/**
 * Faults: `offline` where no whole answer came, `notOurAnswer` where somebody else gave it or it
 * cannot be read, and whatever the server refuses with, its wait in `detail.retryAfterSeconds`.
 */
export async function call<T>(
  transport: Transport,
  asked: Asked,
  schema: AnswerSchema<T>,
): Promise<Result<T>> {
  let response: Response
  let json: unknown
  try {
    response = await transport.send(asked.path, initOf(asked))
    json = await response.json().catch(ignoreForeignText)
  } catch {
    return fail(fault('offline'))
  }
  if (response.status !== 200) return fail(refusalIn(json, response))
  const answer = parse(schema, json)
  return answer.ok ? answer : fail(fault('notOurAnswer'))
}

function initOf({ method, json, body, headers, device }: Asked): RequestInit {
  const isJson = json !== undefined
  return {
    method,
    ...(isJson ? { body: JSON.stringify(json) } : body === undefined ? {} : { body }),
    headers: {
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
      ...(device ? deviceHeader(device) : {}),
    },
  }
}

/** A page of somebody else's; a connection that broke in the middle stays an error. */
function ignoreForeignText(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error
}

/** A proxy's own 413 still says something about size; every other foreign answer says nothing. */
function refusalIn(json: unknown, { status, headers }: Response): Fault {
  const refusal = parse(Refusal, json)
  if (!refusal.ok) return fault(status === 413 ? 'tooLarge' : 'notOurAnswer')
  const wait = Number(headers.get('Retry-After'))
  const { code, detail } = refusal.value.fault
  return wait > 0 ? fault(code, { retryAfterSeconds: wait, ...detail }) : refusal.value.fault
}
