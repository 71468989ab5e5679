import type { CommandDeclarations } from '../command.js';
import { helpOf } from '../help.js';

const plain = { arity: 2, flags: 'loading stale' } as const;

/** HELP of the containers whose subcommands are in several files. */
export const helpCommands: CommandDeclarations = {
  'acl|help': {
    ...plain,
    run: helpOf('ACL', {
      'CAT [<category>]':
        'List all commands that belong to <category>, or all command categories\nwhen no category is specified.',
      'DELUSER <username> [<username> ...]': 'Delete a list of users.',
      'DRYRUN <username> <command> [<arg> ...]':
        'Returns whether the user can execute the given command without executing the command.',
      'GETUSER <username>': "Get the user's details.",
      'GENPASS [<bits>]':
        'Generate a secure 256-bit user password. The optional `bits` argument can\nbe used to specify a different size.',
      LIST: 'Show users details in config file format.',
      LOAD: 'Reload users from the ACL file.',
      'LOG [<count> | RESET]': 'Show the ACL log entries.',
      SAVE: 'Save the current config to the ACL file.',
      'SETUSER <username> <attribute> [<attribute> ...]':
        'Create or modify a user with the specified attributes.',
      USERS: 'List all the registered usernames.',
      WHOAMI: 'Return the current connection username.',
    }),
  },
  'client|help': {
    ...plain,
    categories: 'connection',
    run: helpOf('CLIENT', {
      'CACHING (YES|NO)': 'Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes.',
      GETREDIR: 'Return the client ID we are redirecting to when tracking is enabled.',
      GETNAME: 'Return the name of the current connection.',
      ID: 'Return the ID of the current connection.',
      INFO: 'Return information about the current client connection.',
      'KILL <ip:port>': 'Kill connection made from <ip:port>.',
      'KILL <option> <value> [<option> <value> [...]]':
        'Kill connections. Options are:\n* ADDR (<ip:port>|<unixsocket>:0)\n  Kill connections made from the specified address\n* LADDR (<ip:port>|<unixsocket>:0)\n  Kill connections made to specified local address\n* TYPE (NORMAL|MASTER|REPLICA|PUBSUB)\n  Kill connections by type.\n* USER <username>\n  Kill connections authenticated by <username>.\n* SKIPME (YES|NO)\n  Skip killing current connection (default: yes).',
      'LIST [options ...]':
        'Return information about client connections. Options:\n* TYPE (NORMAL|MASTER|REPLICA|PUBSUB)\n  Return clients of specified type.',
      UNPAUSE: 'Stop the current client pause, resuming traffic.',
      'PAUSE <timeout> [WRITE|ALL]': 'Suspend all, or just write, clients for <timeout> milliseconds.',
      'REPLY (ON|OFF|SKIP)': 'Control the replies sent to the current connection.',
      'SETNAME <name>': 'Assign the name <name> to the current connection.',
      'UNBLOCK <clientid> [TIMEOUT|ERROR]': 'Unblock the specified blocked client.',
      'TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]':
        '     [OPTIN] [OPTOUT] [NOLOOP]\nControl server assisted client side caching.',
      TRACKINGINFO: 'Report tracking status for the current connection.',
      'NO-EVICT (ON|OFF)': 'Protect current client connection from eviction.',
    }),
  },
  'command|help': {
    ...plain,
    categories: 'connection',
    run: helpOf('COMMAND', {
      '(no subcommand)': 'Return details about all Redis commands.',
      COUNT: 'Return the total number of commands in this Redis server.',
      LIST: 'Return a list of all commands in this Redis server.',
      'INFO [<command-name> ...]':
        'Return details about multiple Redis commands.\nIf no command names are given, documentation details for all\ncommands are returned.',
      'DOCS [<command-name> ...]':
        'Return documentation details about multiple Redis commands.\nIf no command names are given, documentation details for all\ncommands are returned.',
      'GETKEYS <full-command>': 'Return the keys from a full Redis command.',
      'GETKEYSANDFLAGS <full-command>': 'Return the keys and the access flags from a full Redis command.',
    }),
  },
  'config|help': {
    ...plain,
    run: helpOf('CONFIG', {
      'GET <pattern>': 'Return parameters matching the glob-like <pattern> and their values.',
      'SET <directive> <value>': 'Set the configuration <directive> to <value>.',
      RESETSTAT: 'Reset statistics reported by the INFO command.',
      REWRITE: 'Rewrite the configuration file.',
    }),
  },
  'latency|help': {
    ...plain,
    run: helpOf('LATENCY', {
      DOCTOR: 'Return a human readable latency analysis report.',
      'GRAPH <event>': 'Return an ASCII latency graph for the <event> class.',
      'HISTORY <event>': 'Return time-latency samples for the <event> class.',
      LATEST: 'Return the latest latency samples for all events.',
      'RESET [<event> ...]':
        'Reset latency data of one or more <event> classes.\n(default: reset all data for all event classes)',
      'HISTOGRAM [COMMAND ...]':
        'Return a cumulative distribution of latencies in the format of a histogram for the specified command names.\nIf no commands are specified then all histograms are replied.',
    }),
  },
  'memory|help': {
    ...plain,
    run: helpOf('MEMORY', {
      DOCTOR: 'Return memory problems reports.',
      'MALLOC-STATS': 'Return internal statistics report from the memory allocator.',
      PURGE: 'Attempt to purge dirty pages for reclamation by the allocator.',
      STATS: 'Return information about the memory usage of the server.',
      'USAGE <key> [SAMPLES <count>]':
        'Return memory in bytes used by <key> and its value. Nested values are\nsampled up to <count> times (default: 5, 0 means sample all).',
    }),
  },
  'pubsub|help': {
    ...plain,
    run: helpOf('PUBSUB', {
      'CHANNELS [<pattern>]': "Return the currently active channels matching a <pattern> (default: '*').",
      NUMPAT: 'Return number of subscriptions to patterns.',
      'NUMSUB [<channel> ...]':
        'Return the number of subscribers for the specified channels, excluding\npattern subscriptions(default: no channels).',
      'SHARDCHANNELS [<pattern>]':
        "Return the currently active shard level channels matching a <pattern> (default: '*').",
      'SHARDNUMSUB [<shardchannel> ...]':
        'Return the number of subscribers for the specified shard level channel(s)',
    }),
  },
  'slowlog|help': {
    ...plain,
    run: helpOf('SLOWLOG', {
      'GET [<count>]':
        'Return top <count> entries from the slowlog (default: 10, -1 mean all).\nEntries are made of:\nid, timestamp, time in microseconds, arguments array, client IP and port,\nclient name',
      LEN: 'Return the length of the slowlog.',
      RESET: 'Reset the slowlog.',
    }),
  },
};
