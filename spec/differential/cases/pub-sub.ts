export const pubSubCases = String.raw`
subscribe a | ping | ping hello | get x | b: publish a hi | a< | unsubscribe a | get x
subscribe a a | a< | unsubscribe | ping
psubscribe p* | b: publish pa 1 | a< | b: publish qa 1 | b: publish p 2 | a< | punsubscribe p* | ping
subscribe a b | a< | psubscribe x* | unsubscribe b | unsubscribe | punsubscribe | ping
unsubscribe | punsubscribe | unsubscribe x | punsubscribe x y | a< | ping
subscribe x | psubscribe x* | b: publish x 1 | a< | a< | b: pubsub numsub x y | b: pubsub numpat | b: pubsub channels
hello 3 | subscribe a | a: publish a self | a< | ping | set k v | get k | unsubscribe a
hello 3 | subscribe a b | a< | psubscribe p* | b: publish a 1 | a< | b: publish pp 1 | a< | unsubscribe b | unsubscribe | punsubscribe | ping
@7 hello 3 | unsubscribe | ssubscribe x | b: spublish x 1 | a< | sunsubscribe | ping
@7 ssubscribe a b | a< | b: spublish a hi | a< | b: publish a no | b% pubsub shardchannels | b: pubsub shardnumsub a z | sunsubscribe a | sunsubscribe | ping
sunsubscribe | ssubscribe a | subscribe b | sunsubscribe | unsubscribe | ping
publish a | publish | publish a b c | spublish a b | pubsub | pubsub foo | pubsub channels a b | pubsub numsub | pubsub numpat a | pubsub shardchannels x
a: subscribe news.a | b: subscribe news.b | c% pubsub channels | c% pubsub channels news.* | c: pubsub channels x* | c: pubsub numsub news.a news.b
subscribe | psubscribe | subscribe "\x00\xff" | b: publish "\x00\xff" "\xff\x00" | a<
a: subscribe x | b: subscribe x | c: publish x 1 | a< | b< | c: publish y 1
a: psubscribe h?llo | b: publish hello 1 | a< | b: publish hllo 1 | a: punsubscribe h?llo | a: psubscribe h[ae]llo | b: publish hallo 2 | a< | b: publish hello 3 | a<
a: psubscribe h\*llo | b: publish h*llo 1 | a< | b: publish hallo 1
multi | subscribe a | ping | exec | ping
multi | publish a b | exec
subscribe a | reset | ping | get x | publish a 1
subscribe a | quit | a<
subscribe a | multi | blpop x 0 | select 1 | hello 2 | client id
subscribe a | b: select 5 | b: publish a from5 | a<
# keyspace notifications
@7 config get notify-keyspace-events | config set notify-keyspace-events KEA | config get notify-keyspace-events | config set notify-keyspace-events AKEmn | config get notify-keyspace-events | config set notify-keyspace-events Kl | config get notify-keyspace-events | config set notify-keyspace-events Q
@7 config set notify-keyspace-events g$lshzxetdKE | config get notify-keyspace-events | config set notify-keyspace-events Elgn | config get notify-keyspace-events | config set notify-keyspace-events "" | config get notify-keyspace-events
b: config set notify-keyspace-events KEA | psubscribe __key* | b: set k v | a< | a< | b: del k | a< | a<
b: config set notify-keyspace-events Kl | psubscribe * | b: lpush l a | a< | b: rpush l a | a< | b: lpop l | a< | b: lset l 0 z | a< | b: linsert l before z y | a< | b: ltrim l 0 0 | a< | b: lrem l 0 y | a< | ping
@7 b: config set notify-keyspace-events Elg | psubscribe * | b: rpush l a | a< | b: lmove l m left left | a< | a< | a< | b: rpoplpush m m | a< | a< | b: lpop m | a< | a< | ping
@7 b: config set notify-keyspace-events EAn | psubscribe * | b: set k v | a< | a< | b: set k w | a< | b: incr n | a< | a< | b: append k x | a< | b: setrange k 0 y | a< | b: incrbyfloat n 1 | a< | b: getdel k | a< | ping
@7 b: config set notify-keyspace-events EA | psubscribe * | b: set k v EX 100 | a< | a< | b: expire k 10 | a< | b: persist k | a< | b: rename k l | a< | a< | b: copy l m | a< | b: move l 1 | a< | a< | b: expire m -1 | a< | ping
b: config set notify-keyspace-events Em | psubscribe * | b: get k | a< | b: llen k | a< | b: lpop k | b: exists k | a< | b: ttl k | a< | b: type k | a< | b: xlen k | a< | ping
@7 b: config set notify-keyspace-events EA | psubscribe * | b: xadd s 1-1 a b | a< | b: xgroup create s g 0 | a< | b: xreadgroup GROUP g c STREAMS s > | a< | b: xack s g 1-1 | b: xdel s 1-1 | a< | b: xgroup setid s g 0 | a< | b: xgroup createconsumer s g d | a< | b: xgroup delconsumer s g d | a< | b: xgroup destroy s g | a< | b: xsetid s 5-5 | a< | ping
b: config set notify-keyspace-events EA | psubscribe * | b: xadd s 1-1 a b | a< | b: xadd s MAXLEN 1 1-2 a b | a< | a< | b: xtrim s MAXLEN 0 | a< | b: xtrim s MAXLEN 0 | ping
b: config set notify-keyspace-events EA | psubscribe * | b: hset h a 1 | a< | b: hincrby h a 1 | a< | b: hdel h a | a< | a< | b: sadd s 1 | a< | b: srem s 1 | a< | a< | b: zadd z 1 a | a< | b: zincrby z 1 a | a< | b: zrem z a | a< | a< | ping
@7 b: config set notify-keyspace-events EA | psubscribe * | b: mset a 1 b 2 | a< | a< | b: getset a 3 | a< | b: setnx c 1 | a< | b: getex a EX 10 | a< | b: getex a PERSIST | a< | b: unlink a b | a< | a< | b: flushall | ping
b: config set notify-keyspace-events KEx | psubscribe * | b: set k v PX 1 | a< | a<
b: config set notify-keyspace-events EA | psubscribe * | c> blpop l 0 | b: rpush l 1 | a< | a< | a< | c< | ping
@7 b: config set notify-keyspace-events EA | psubscribe * | c> blmove l m left left 0 | b: rpush l 1 | a< | a< | a< | a< | c< | ping
b: config set notify-keyspace-events EA | psubscribe * | b: multi | b: set k v | b: del k | b: exec | a< | a< | ping
b: config set notify-keyspace-events KA | psubscribe __keyspace@1__:* | b: set k v | b: select 1 | b: set k w | a< | ping
@7 b: config set notify-keyspace-events EA | psubscribe * | b: lmpop 1 l left | b: rpush l 1 2 3 | a< | b: lmpop 1 l left COUNT 2 | a< | b: lpop l 0 | b: rpop l 5 | a< | a< | ping
`;
