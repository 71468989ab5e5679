/** The commands that an input binding may run, as the extension has them: all read, and reply with one value. */
export const readableCommands: ReadonlySet<string> = new Set(
  (
    'BITCOUNT BITPOS DBSIZE DUMP EXISTS EXPIRETIME GEODIST GET GETBIT GETRANGE HEXISTS HGET HLEN HSTRLEN LINDEX LLEN ' +
    'PEXPIRETIME PFCOUNT PTTL RANDOMKEY SCARD SINTERCARD SISMEMBER STRLEN SUBSTR TOUCH TTL TYPE XLEN ZCARD ZCOUNT ZDIFF ' +
    'ZINTERCARD ZLEXCOUNT ZSCORE'
  ).split(' '),
);
