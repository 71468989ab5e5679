export const transactionCases = String.raw`
multi | set a 1 | incr a | get a | exec | get a
multi | exec | exec | discard | multi | discard
multi | multi | watch x | exec
multi | set a 1 | discard | get a
multi | nosuch | set a 1 | exec | get a
multi | get | exec
multi | set a 1 | lpush a x | incr a | exec
watch a | multi | set a 1 | exec | watch a | set a 2 | multi | get a | exec
watch a | b: set a 1 | multi | set a 2 | exec | get a
watch a | b: set a 1 | unwatch | multi | set a 2 | exec
watch a | b: set a 1 | b: del a | multi | ping | exec
set a 1 | watch a | b: get a | multi | ping | exec
set a 1 | watch a | b: expire a 100 | multi | ping | exec
watch a | b: rpush a 1 | b: lpop a | multi | ping | exec
set a 1 | watch a | b: flushall | multi | ping | exec
watch a | b: flushall | multi | ping | exec
set a 1 | watch a | b: select 1 | b: set a 1 | multi | ping | exec
set a 1 | watch a | b: swapdb 0 1 | multi | ping | exec
set a 1 PX 300 | watch a | blpop none 0.5 | multi | ping | exec
set a 1 | watch a b | b: rename a b | multi | ping | exec
xadd s 1-1 a b | watch s | b: xadd s 1-2 a b | multi | ping | exec
xgroup create s g 0 MKSTREAM | watch s | b: xgroup create s h 0 | multi | ping | exec
rpush l 1 | watch l | b: lrange l 0 -1 | b: lrem l 0 zz | multi | ping | exec
watch | unwatch | exec 1 | multi 1 | discard 1
watch a | discard | multi | watch a | exec
multi | select 1 | set a 1 | exec | dbsize | select 0 | dbsize
multi | hello 3 | exec | multi | quit
multi | auth x | exec | multi | reset | exec
multi | blpop a 0 | xread BLOCK 0 streams s 0 | brpoplpush a b 0 | exec
hello 3 | multi | hgetall h | get x | exec | watch a | b: set a 1 | multi | exec
multi | config get maxmemory | client getname | client setname foo | exec | client getname
watch a | reset | b: set a 1 | multi | ping | exec
watch a | multi | b: set a 1 | discard | multi | ping | exec
watch a | a: set a 1 | multi | ping | exec
`;
