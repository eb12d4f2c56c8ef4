// What each member takes up, by account. Nothing is counted of what was there before: it all comes
// back with time, and so begins empty.

export const m013Ledger = {
  name: '013-ledger',
  statements: [
    `CREATE TABLE ledger (account TEXT NOT NULL, member_id TEXT NOT NULL,
       items DOUBLE PRECISION NOT NULL, bytes DOUBLE PRECISION NOT NULL, at BIGINT NOT NULL,
       told_at BIGINT, PRIMARY KEY (account, member_id))`,
    // Whose ledger the record stands in, until it can be taken in after all.
    `ALTER TABLE rescue_aside ADD COLUMN charged_to TEXT`,
  ],
} as const
