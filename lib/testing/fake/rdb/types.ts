/** Which form of which value follows: the first byte of what is serialized. */
export const rdbTypes = {
  string: 0,
  list: 1,
  set: 2,
  zsetOfTexts: 3,
  hash: 4,
  zset: 5,
  listZiplist: 10,
  intset: 11,
  zsetZiplist: 12,
  hashZiplist: 13,
  quicklistOfZiplists: 14,
  stream6: 15,
  hashListpack: 16,
  zsetListpack: 17,
  quicklist: 18,
  stream7: 19,
  setListpack: 20,
  stream7_2: 21,
  /** Of Valkey 9. */
  expiringHashOfValkey: 22,
  expiringHash: 24,
  expiringHashListpack: 25,
} as const;

/** What stands before a library of functions. */
export const functionOpcode = 245;
