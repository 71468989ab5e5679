/** Texts by name, such as `process.env`. */
export type SettingsRecord = Readonly<Record<string, string | undefined>>;

/** The value under a name in any case, the exact spelling first; only the record's own members count. */
export function findSetting(record: SettingsRecord, name: string): string | undefined {
  const exact = Object.hasOwn(record, name) ? record[name] : undefined;
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const spelling = Object.keys(record).find(
    (each) => each.toLowerCase() === wanted && record[each] !== undefined,
  );
  return spelling === undefined ? undefined : record[spelling];
}
