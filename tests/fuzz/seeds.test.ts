// Stories that once did not end well, as short as they got, each with what was wrong.
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type FuzzEndpoint, openFuzzEndpoint } from './fuzzEndpoint.ts'
import { play } from './play.ts'

describe('a story that once ended badly ends well', () => {
  let endpoint: FuzzEndpoint
  beforeAll(async () => (endpoint = await openFuzzEndpoint()))
  afterAll(() => endpoint.close())

  it('a phone that died on its first contact did not know of which database its rows were, and kept them after a restore', () => play(endpoint, {
    cast: 0, acts: [
      { do: 'copyDatabase' },
      { do: 'admit', member: 0, isActive: false },
      { do: 'syncAndDie', phone: 1, write: 1 },
      { do: 'putBackDatabase', withPhotos: false },
      { do: 'endpointClock', hours: -1 },
    ],
  }))

  it('a row of the database before a restore was newer, by its number, than the same row after it, and stayed', () => play(endpoint, {
    cast: 0, acts: [
      { do: 'copyDatabase' },
      { do: 'admit', member: 0, isActive: false },
      { do: 'sendPlainly', phone: 1 },
      { do: 'putBackDatabase', withPhotos: true },
    ],
  }))

  it('a phone whose work somebody else deposited after a restore took its old cursors for new ones', () => play(endpoint, {
    cast: 0, acts: [
      { do: 'copyDatabase' },
      { do: 'admit', member: 0, isActive: false },
      { do: 'sendPlainly', phone: 1 },
      { do: 'putBackDatabase', withPhotos: true },
      { do: 'deposit', phone: 1 },
    ],
  }))
})
