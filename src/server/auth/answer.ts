// How the auth routes answer: JSON of version 1, kept by nobody on the way.

export function answer(body: Record<string, unknown>, headers = new Headers()): Response {
  headers.set('Content-Type', 'application/json; charset=utf-8')
  headers.set('Cache-Control', 'no-store')
  return new Response(JSON.stringify({ v: 1, ...body }), { headers })
}
