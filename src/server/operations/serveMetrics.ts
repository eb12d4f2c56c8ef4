// The figures on an address of their own, apart from the app's: whoever can reach this one may read
// them, nobody on the public one can.
import { createServer, type Server } from 'node:http'
import type { MetricsAddress } from '../settings/options.ts'
import type { Metrics } from './metrics.ts'

/** Resolves once it listens; rejects when it cannot. */
export function serveMetrics(metrics: Metrics, { host, port }: MetricsAddress): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics')
      return void response.writeHead(404).end()
    metrics.text().then(
      (text) =>
        response
          .writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
          .end(text),
      () => response.writeHead(503).end(),
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}
