// Twenty phones pushing at once, in a thread of their own so that they do not take the server's
// time.
import { Agent, request } from 'node:http'

export interface Pushing {
  port: number
  phones: { authorization: string; bodies: Uint8Array[] }[]
}

export interface Pushed {
  ms: number
  requestMs: number[]
}

export async function pushAtOnce({ port, phones }: Pushing): Promise<Pushed> {
  const agent = new Agent({ keepAlive: true, maxSockets: phones.length })
  const requestMs: number[] = []
  const post = (authorization: string, body: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const headers = {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
        'Content-Length': body.byteLength,
        Authorization: authorization,
      }
      const asking = request(
        { agent, port, host: '127.0.0.1', path: '/api/sync/1', method: 'POST', headers },
        (response) => {
          response.resume()
          response.once('end', () => {
            if (response.statusCode !== 200)
              return reject(new Error(`answer ${response.statusCode}`))
            requestMs.push(performance.now() - startedAt)
            resolve()
          })
        },
      )
      asking.once('error', reject)
      asking.end(body)
    })
  const startedAt = performance.now()
  await Promise.all(
    phones.map(async ({ authorization, bodies }) => {
      for (const body of bodies) await post(authorization, body)
    }),
  )
  const ms = performance.now() - startedAt
  agent.destroy()
  return { ms, requestMs }
}
