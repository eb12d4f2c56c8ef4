// What the backup holds already: per stream up to which number, per photo and per hand-in
// since when (backup/).

export const m002SecondPlace = {
  name: '002-second-place',
  statements: [
    `ALTER TABLE stream ADD COLUMN durable_n BIGINT NOT NULL DEFAULT 0`,
    `CREATE INDEX stream_behind ON stream (install) WHERE durable_n < last_n`,
    `ALTER TABLE photo ADD COLUMN durable_at BIGINT`,
    // Since when no sound bytes are here; the phones that handed it in are asked for it again (B3,
    // B4).
    `ALTER TABLE photo ADD COLUMN missing_since BIGINT`,
    `CREATE INDEX photo_missing ON photo (hash) WHERE missing_since IS NOT NULL`,
    // Who handed a photo in is needed to restore as well; a second hand-in may come long after the
    // bytes were copied.
    `ALTER TABLE photo_deposit ADD COLUMN durable_at BIGINT`,
    `CREATE INDEX photo_deposit_behind ON photo_deposit (hash, member_id) WHERE durable_at IS NULL`,
  ],
} as const
