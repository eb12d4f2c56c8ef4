// Secrets that people or phones carry: 128 bits or more, shown once, kept only as a hash (E1, E2).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 128 bits as 22 characters of base64url. */
export const newSecret = (): string => randomBytes(16).toString('base64url')

/** No salt and no slow hash: nobody guesses 128 random bits. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export function isSameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex')
  const right = Buffer.from(b, 'hex')
  return left.length === right.length && timingSafeEqual(left, right)
}
