// How the phone reaches the endpoint. Tests put a worse network here.

export interface Transport {
  /** Resolves with an answer, whoever gave it; rejects when there was none. */
  send(path: string, init: RequestInit): Promise<Response>
}

/** No byte for this long means nobody is there (half-open sockets never say so). */
export const silenceMs = 20_000

export const fetchTransport: Transport = {
  send: async (path, init) => {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(new DOMException('no answer', 'TimeoutError')), silenceMs)
    try {
      return await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: silence.signal })
    } finally {
      clearTimeout(timer)
    }
  },
}

/** `Authorization` of the device credential: deposits, never reads. */
export const deviceHeader = (device: { id: string; secret: string }): Record<string, string> => ({
  Authorization: `Device ${device.id}.${device.secret}`,
})
