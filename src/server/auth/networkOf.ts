// Which network a request came from, as far as the process that listens could tell: noted by
// main.ts, asked for sign-in attempts alone, kept nowhere.
import { isIP } from 'node:net'
import { isLoopback } from '../settings/loopback.ts'

const networks = new WeakMap<Request, string>()

/**
 * @param address of the other end. A proxy on this machine says whom it speaks for; from anywhere
 *   else that is only a claim.
 */
export function rememberNetwork(request: Request, address: string | undefined): void {
  const plain = (address ?? '').replace(/^::ffff:/, '')
  const told = isLoopback(plain)
    ? request.headers.get('X-Forwarded-For')?.split(',').at(-1)?.trim()
    : undefined
  networks.set(request, networkIn(told !== undefined && isIP(told) > 0 ? told : plain))
}

/** Empty where nobody could tell. */
export const networkOf = (request: Request): string => networks.get(request) ?? ''

/** One household or office has a whole block of IPv6. */
function networkIn(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros =
    tail === undefined
      ? []
      : Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
