// The audit trail: one chain per stream of changes and one for administration, each link holding
// the hash of the one before.

export const m003Audit = {
  name: '003-audit',
  statements: [
    // The head of a chain, apart from its links: it is the row that writers of one chain wait for,
    // and a cut tail shows against it.
    `CREATE TABLE audit_chain (chain TEXT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL)`,
    `CREATE TABLE audit (chain TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, action TEXT NOT NULL, actor TEXT, device_id TEXT,
       t TEXT, row_id TEXT, detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (chain, seq))`,
    // Streams from before begin here: what they took earlier is in no chain.
    `INSERT INTO audit_chain (chain, seq, hash) SELECT 'install:' || install, 0, '' FROM stream`,
  ],
} as const
