export const keyCases = String.raw`
# presence
mset a 1 b 2 c 3 | del a b x | exists a b c c | dbsize
mset a 1 b 2 | unlink a b x | dbsize | touch a b
del | exists | unlink | touch
type a | set a 1 | type a | lpush b 1 | type b | xadd c 1-1 f v | type c | hset d f v | type d | sadd e 1 | type e | zadd f 1 a | type f
set a 1 | rename a b | get b | exists a | rename a b | rename b b | get b
set a 1 EX 100 | set b 2 | rename a b | ttl b | get b
mset a 1 b 2 | renamenx a b | renamenx a c | get c | renamenx x y | renamenx c c
set a 1 EX 100 | copy a b | ttl b | copy a b | copy a b REPLACE | copy x y | get b
set a 1 | copy a a | copy a b DB 1 | select 1 | get b | copy b b DB 0 | select 0 | get b
set a 1 | copy a b DB 99 | copy a b DB | copy a b FOO | copy a b DB abc
rpush l 1 2 3 | copy l m | rpush m 4 | lrange l 0 -1 | lrange m 0 -1
hset h a 1 | copy h i | hset i a 2 | hget h a | zadd z 1 a | copy z y | zadd y 2 a | zscore z a | sadd s 1 | copy s t | sadd t 2 | scard s
xadd s 1-1 a b | xgroup create s g 0 | xreadgroup group g c streams s > | copy s t | xack t g 1-1 | xpending s g | xpending t g
@7 set a 1 | move a 1 | exists a | select 1 | get a | move a 1 | move a 99 | move a abc | move x 0
set a 1 EX 100 | select 1 | set a 2 | select 0 | move a 1 | get a
randomkey | set a 1 | randomkey
# expiry
set a 1 | expire a 100 | ttl a | persist a | ttl a | persist a | ttl x | pttl x
set a 1 | pexpire a 100000 | ttl a | expireat a 4000000000 | pexpireat a 4000000000000 | expiretime a | pexpiretime a
expiretime x | pexpiretime x | set x 1 | expiretime x | pexpiretime x
set a 1 | expire a 0 | exists a | set a 1 | expire a -1 | exists a | set a 1 | pexpireat a 1 | exists a
@7 set a 1 | expire a abc | expire a | expire a 9223372036854775807 | expire a -9223372036854775808 | pexpire a 9223372036854775807 | expireat a 9223372036854775807
set a 1 | expire a 100 NX | expire a 200 NX | ttl a | expire a 50 XX | ttl a
set a 1 | expire a 100 XX | expire a 100 GT | expire a 100 LT | expire a 50 GT | expire a 200 GT | ttl a | expire a 300 LT | expire a 20 LT | ttl a
set a 1 | expire a 10 NX XX | expire a 10 GT LT | expire a 10 NX GT | expire a 10 FOO | expire a 10 XX GT | expire a 10 XX LT
set a 1 PX 1 | blpop none 0.02 | get a | exists a | ttl a | dbsize
config set notify-keyspace-events Ex | b: subscribe __keyevent@0__:expired | set a 1 PX 1 | b<
rpush l 1 | pexpire l 1 | blpop none 0.02 | lpush l 2 | lrange l 0 -1
set a 1 | expire a 100 | set a 2 | ttl a | expire a 100 | append a x | ttl a | expire a 100 | incr n | del a | set a 1 | ttl a
# listing
mset a 1 b 2 ab 3 | a% keys * | a% keys a* | a% keys ? | keys [b-c] | keys x
mset hello 1 hallo 2 hxllo 3 hllo 4 heeeello 5 "h[llo" 6 | a% keys h?llo | a% keys h*llo | a% keys h[ae]llo | a% keys h[^e]llo | a% keys h[a-b]llo | keys h\[llo
mset a 1 b 2 c 3 | a% scan 0 | scan 0 MATCH a | scan 0 MATCH x COUNT 100 | a% scan 0 COUNT 100 TYPE string | scan 0 TYPE list
scan abc | scan 0 COUNT 0 | scan 0 COUNT abc | scan 0 MATCH | scan 0 FOO bar | scan | scan 0 COUNT -1
dbsize | set a 1 | dbsize | flushdb | dbsize | set a 1 | flushall | dbsize
flushdb ASYNC | flushall SYNC | flushdb FOO | flushall ASYNC SYNC
select 1 | set a 1 | select 0 | dbsize | swapdb 0 1 | get a | select 1 | get a
swapdb 0 99 | swapdb a 0 | swapdb 0 a | swapdb 0 0 | swapdb 0
select 99 | select abc | select -1 | select | select 15 | set a 1 | dbsize
# objects
set a 123 | object encoding a | set a abc | object encoding a | set a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | object encoding a
object encoding x | object refcount x | object idletime x | object freq x
set a abc | object refcount a | a? object idletime a | object freq a | object foo a | object encoding | object
hset h a 1 | object encoding h | sadd s 1 2 | object encoding s | sadd t a | object encoding t | zadd z 1 a | object encoding z | xadd x * a b | object encoding x
rpush l a | object encoding l
@7 object help
# values as bytes
@7 set k 10 | dump k | restore x 0 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" | get x | restore x 0 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" | restore x 0 "" | restore y 0 "" | restore y -1 abc | restore y abc abc | dump none | dump | restore x 0 | restore y 0 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" foo | restore y 0 x idletime | restore y 0 x idletime -1 | restore y 0 x idletime 1 freq 1 | restore y 0 x freq 256 | restore y 0 x freq -1 | restore y 0 x freq abc | restore x abc abc replace | restore x 0 abc
@7 set k 10 | config set notify-keyspace-events KEA | b: psubscribe __keyevent* | restore x 100000 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" | b< | a? pttl x | restore x 1 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" replace absttl | exists x | b< | restore x 9223372036854775807 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" | restore y 0 "\x00\xc0\n\n\x00n\x9fWE\x0e\xaec\xbb" idletime 1000 | object idletime y
@7 set k abc | dump k | set k -129 | dump k | set k 12345678901 | dump k | set k "" | dump k | multi | dump k | exec | eval "return redis.call('dump','k')" 0
@7 function dump | function load "#!lua name=l\nredis.register_function('f', function() return 1 end)" | function dump | function restore abc | function restore abc foo | function restore a b c | function restore | function dump a
# edges of 64 bits
@7 set k v | expire k 9223372036854775807 | expire k 9223372036854775 | ttl k | expire k 9223372036854776 | expire k -9223372036854775808 | exists k | set k v | expire k -9223372036854775 | set k v | expire k -9223372036854776 | exists k
@7 set k v | pexpire k 9223372036854775807 | pexpire k -9223372036854775808 | exists k | set k v | pexpireat k 9223372036854775807 | a? pttl k | pexpireat k -9223372036854775808 | exists k
@7 set k v | expireat k 9223372036854775807 | expireat k 9223372036854775 | expireat k 9223372036854776 | expireat k -9223372036854775808 | expireat k -9223372036854775 | expireat k -9223372036854776 | exists k
@7 set k v | pexpireat k 9223372036854775807 | pexpiretime k | expiretime k | a? pttl k | a? ttl k
@7 a: scan 18446744073709551615 | scan 18446744073709551616 | scan -1 | scan " 0" | scan "" | scan +0 | scan 0x0 | sscan m 18446744073709551615 | scan 00
@7 set a 1 | object refcount a | set a 9999 | object refcount a | set a 10000 | object refcount a | set a -1 | object refcount a | set a abc | object refcount a | incr b | object refcount b | mset d 5 e 5 | object refcount e | getset f 7 | object refcount f | rpush l 1 | object refcount l
`;
