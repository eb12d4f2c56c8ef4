import { expect, it } from 'vitest'
import { inviteSecretFrom } from '#ui/field/enrol/inviteSecretFrom.ts'

const secret = 'A1b2-C3d4_E5f6G7h8I9j0'

it.each([
  ['an address', `https://walk.example.org/enrol#${secret}`],
  ['its fragment', `#${secret}`],
  ['the secret alone', ` ${secret}\n`],
  [
    'the message it was sent in',
    `陈可您好，请用手机加入：\nhttps://walk.example.org/enrol#${secret}\n1. 用手机扫码\n2. 绑定`,
  ],
])('the secret of an invite is found in %s', (_, text) => {
  expect(inviteSecretFrom(text)).toBe(secret)
})

it.each([
  '',
  'short',
  'https://walk.example.org/enrol',
  `#${secret}，请尽快`,
  `#${'x'.repeat(101)}`,
])('there is none in %o', (text) => {
  expect(inviteSecretFrom(text)).toBeNull()
})
