// `npm run dev` begins signed in: as the grid worker, or as whoever `?as=supervisor` names. Never
// part of a build.

interface SignInTarget {
  enrol(secret: string): Promise<unknown>
}

export async function signInInDev(session: SignInTarget): Promise<void> {
  const urls = (await (await fetch('/dev/sign-in')).json()) as Record<string, string>
  const wanted = new URLSearchParams(location.search).get('as') ?? 'gridWorker'
  const url = urls[wanted] ?? Object.values(urls)[0]
  if (url) await session.enrol(new URL(url).hash.slice(1))
}
