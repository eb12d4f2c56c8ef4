// `s3://bucket/prefix?endpoint=…&region=…`, as an operator writes it. Keys come from the
// environment and never stand in an address.

export interface BucketAddress {
  bucket: string
  /** Without slashes at its ends; empty for the bucket's top. */
  prefix: string
  region: string
  /** Where it is not Amazon's. */
  endpoint?: string
}

/** Null when the text is no such address. */
export function readBucketAddress(text: string): BucketAddress | null {
  if (!text.startsWith('s3://') || !URL.canParse(text)) return null
  const { hostname: bucket, pathname, searchParams, username, password, hash, port } = new URL(text)
  const isStrange = [...searchParams.keys()].some((key) => key !== 'endpoint' && key !== 'region')
  if (
    isStrange ||
    username ||
    password ||
    hash ||
    port ||
    !/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket)
  )
    return null
  const prefix = pathname.replace(/^\/+|\/+$/g, '')
  if (!/^([\w.-]+(\/[\w.-]+)*)?$/.test(prefix)) return null
  const endpoint = searchParams.get('endpoint')
  if (
    endpoint !== null &&
    !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))
  )
    return null
  return {
    bucket,
    prefix,
    region: searchParams.get('region') ?? 'us-east-1',
    ...(endpoint === null ? {} : { endpoint }),
  }
}
