// The backup as a bucket of any S3-compatible store. Keys come from AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY.
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { BucketAddress } from './bucketAddress.ts'
import type { ObjectStore } from './objectStore.ts'
import { webStreamOf } from './webStream.ts'

/**
 * Longer than any photo takes on a slow line; a store that is silent for so long is counted as
 * gone.
 */
const requestMs = 120_000

const isAbsent = (error: unknown): boolean => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return (
    name === 'NoSuchKey' ||
    name === 'NotFound' ||
    ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket')
  )
}

export function bucketStore(
  { bucket: Bucket, prefix, region, endpoint }: BucketAddress,
  patienceMs = requestMs,
): ObjectStore {
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Stores that are not Amazon's do not all know the newer checksums; what is put is read back
    // anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    requestHandler: {
      requestTimeout: patienceMs,
      throwOnRequestTimeout: true,
      socketTimeout: patienceMs,
      connectionTimeout: 5000,
    },
  })
  const keyOf = (name: string): string => (prefix ? `${prefix}/${name}` : name)

  const body = async (
    name: string,
    Range?: string,
  ): Promise<(Readable & { transformToByteArray(): Promise<Uint8Array> }) | null> => {
    try {
      return (await client.send(new GetObjectCommand({ Bucket, Key: keyOf(name), Range })))
        .Body as never
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }

  return {
    address: `s3://${Bucket}${prefix ? `/${prefix}` : ''}`,
    put: async (name, bytes) =>
      void (await client.send(new PutObjectCommand({ Bucket, Key: keyOf(name), Body: bytes }))),
    putFile: async (name, path) => {
      const { size } = await stat(path)
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: keyOf(name),
          Body: createReadStream(path),
          ContentLength: size,
        }),
      )
    },
    get: async (name) => {
      const found = await body(name)
      return found && new Uint8Array(await found.transformToByteArray())
    },
    getFile: async (name, path) => {
      const found = await body(name)
      if (!found) return false
      await pipeline(found, createWriteStream(path))
      return true
    },
    has: async (name) => {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(name) }))
        return true
      } catch (error) {
        if (isAbsent(error)) return false
        throw error
      }
    },
    size: async (name) => {
      try {
        const found = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(name) }))
        return found.ContentLength ?? null
      } catch (error) {
        if (isAbsent(error)) return null
        throw error
      }
    },
    stream: async (name, from, length) => {
      const found = await body(name, `bytes=${from}-${from + length - 1}`)
      return found && webStreamOf(found)
    },
    list: async (start) => {
      const names: string[] = []
      let ContinuationToken: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: keyOf(start), ContinuationToken }),
        )
        for (const { Key } of page.Contents ?? [])
          if (Key) names.push(prefix ? Key.slice(prefix.length + 1) : Key)
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined
      } while (ContinuationToken)
      return names.sort()
    },
    remove: async (name) =>
      void (await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(name) }))),
  }
}
