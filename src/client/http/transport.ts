// How the phone reaches the server. Tests put a worse network here.

export interface Transport {
  /** Resolves with an answer, whoever gave it; rejects when there was none. */
  send(path: string, init: RequestInit): Promise<Response>
}

/** No byte for this long means nobody is there (half-open sockets never say so). */
export const silenceMs = 20_000

export const fetchTransport: Transport = {
  send: async (path, init) => {
    const silence = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const listen = (): void => {
      clearTimeout(timer)
      timer = setTimeout(
        () => silence.abort(new DOMException('no answer', 'TimeoutError')),
        silenceMs,
      )
    }
    const stopListening = (): void => clearTimeout(timer)
    listen()
    try {
      const response = await fetch(path, {
        ...init,
        cache: 'no-store',
        credentials: init.credentials ?? 'same-origin',
        redirect: 'error',
        signal: silence.signal,
      })
      // A 204 may still have a stream, and no answer with a stream may be made of it.
      if (response.body === null || response.status === 204) {
        stopListening()
        return response
      }
      // A link may die in the middle of an answer: each part of it starts the silence anew.
      listen()
      const heard = new TransformStream<Uint8Array, Uint8Array>({
        transform: (part, through) => {
          listen()
          through.enqueue(part)
        },
        flush: stopListening,
      })
      return new Response(response.body.pipeThrough(heard), response)
    } catch (error) {
      stopListening()
      throw error
    }
  },
}

/** `Authorization` of the device credential: deposits, never reads. */
export const deviceHeader = (device: { id: string; secret: string }): Record<string, string> => ({
  Authorization: `Device ${device.id}.${device.secret}`,
})
