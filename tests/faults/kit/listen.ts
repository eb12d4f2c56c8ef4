// Puts a server on a free port of this machine.
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

export interface Listening {
  port: number
  close(): Promise<void>
}

export async function listen(fetch: (request: Request) => Promise<Response>): Promise<Listening> {
  const http = createAdaptorServer({ fetch })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      ;(http as { closeAllConnections?: () => void }).closeAllConnections?.()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
