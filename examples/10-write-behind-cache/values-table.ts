import type { Database } from './database.js';

/** A value and its version: the id of the stream entry that recorded it. */
export interface VersionedValue {
  readonly key: string;
  readonly value: string;
  readonly version: string;
}

/** The table behind the cache. What is written in any order, and how often, it keeps the newest version. */
export class ValuesTable {
  constructor(private readonly database: Database) {}

  async create(): Promise<void> {
    await this.drop();
    await this.database.query(`CREATE TABLE example10_values (
      key text PRIMARY KEY, value text NOT NULL, version_ms bigint NOT NULL, version_seq bigint NOT NULL)`);
  }

  // #region upsert
  /** Writes all values with one statement. Each key may stand in it once only. */
  async upsert(values: readonly VersionedValue[]): Promise<void> {
    const rows = values.map(({ key, value, version }) => {
      const [version_ms, version_seq] = version.split('-');
      return { key, value, version_ms, version_seq };
    });
    // In the order of the keys: two statements that lock the same rows in different orders can deadlock.
    rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    await this.database.query(
      `INSERT INTO example10_values AS old (key, value, version_ms, version_seq)
       SELECT key, value, version_ms, version_seq FROM json_to_recordset($1::json)
         AS new (key text, value text, version_ms bigint, version_seq bigint)
       ON CONFLICT (key) DO UPDATE
         SET value = excluded.value, version_ms = excluded.version_ms, version_seq = excluded.version_seq
         WHERE (excluded.version_ms, excluded.version_seq) > (old.version_ms, old.version_seq)`,
      [JSON.stringify(rows)],
    );
  }
  // #endregion upsert

  async read(): Promise<Map<string, string>> {
    const rows = await this.database.query('SELECT key, value FROM example10_values');
    return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
  }

  async drop(): Promise<void> {
    await this.database.query('DROP TABLE IF EXISTS example10_values');
  }
}
