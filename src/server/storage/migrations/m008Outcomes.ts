// One outcome for each change id, taken from the journal: of several entries a content goes before
// a bare frame (`{"id":…,"n":…}`, one comma), what was applied before what was parked, and
// otherwise what came first.

export const m008Outcomes = {
  name: '008-outcomes',
  statements: [
    `CREATE TABLE outcome (change_id TEXT PRIMARY KEY, hash TEXT NOT NULL,
       is_bare INTEGER NOT NULL, result TEXT NOT NULL, install TEXT NOT NULL,
       n BIGINT NOT NULL, member_id TEXT NOT NULL)`,
    `INSERT INTO outcome (change_id, hash, is_bare, result, install, n, member_id)
     SELECT change_id, hash, is_bare, result, install, n, member_id FROM (
       SELECT change_id, hash, result, install, n, member_id, CASE WHEN body LIKE '%,%,%' THEN 0 ELSE 1 END AS is_bare,
         ROW_NUMBER() OVER (PARTITION BY change_id ORDER BY CASE WHEN body LIKE '%,%,%' THEN 0 ELSE 1 END,
           CASE WHEN result LIKE '%"s":"parked"%' THEN 1 ELSE 0 END, received_at, install, n) AS place
       FROM journal) AS ranked
     WHERE place = 1`,
  ],
} as const
