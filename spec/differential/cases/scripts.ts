/** `@name` stands for the text of that script. */
export const scriptCases = String.raw`
# remove-idle-consumers
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g busy COUNT 1 STREAMS s > | xgroup createconsumer s g free | eval @remove-idle-consumers 1 s g 100000 | eval @remove-idle-consumers 1 s g 0 | b? xinfo consumers s g | xpending s g
xgroup create s g $ MKSTREAM | eval @remove-idle-consumers 1 s g 0 | eval @remove-idle-consumers 1 s other 0
eval @remove-idle-consumers 1 s g 0 | set s text | eval @remove-idle-consumers 1 s g 0

# leave-group
xadd s 1-1 a b | xgroup create s g 0 | xreadgroup GROUP g me STREAMS s > | eval @leave-group 1 s g me | xpending s g | xack s g 1-1 | eval @leave-group 1 s g me | eval @leave-group 1 s g me | b? xinfo consumers s g
eval @leave-group 1 s g me | xgroup create s other $ MKSTREAM | eval @leave-group 1 s g me | set t text | eval @leave-group 1 t g me

# hold-lease
eval @hold-lease 1 leases me 60000 renew | exists leases | eval @hold-lease 1 leases me 60000 join | b? zscore leases me | eval @hold-lease 1 leases me 90000 renew | zrange leases 0 -1
set leases text | eval @hold-lease 1 leases me 60000 join | eval @hold-lease 1 leases me 60000 renew
eval @hold-lease 1 leases me 60000 join | config set maxmemory 1 | eval @hold-lease 1 leases me 60000 renew | eval @hold-lease 1 leases other 60000 join | zcard leases

# pop-and-hold
rpush l a b c | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | lrange l 0 -1
zadd leases 1 me | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | exists h
zadd leases 1 me | rpush l a b c | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 4 l h leases s me left 2 2 0 2 5 | exists l | b% hgetall h
zadd leases 1 me | rpush l a b c | eval @pop-and-hold 4 l h leases s me right 2 1 0 2 5 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 4 l h leases s me right 9 2 0 2 5 | exists l
zadd leases 1 me | rpush l a b c | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | eval @pop-and-hold 4 l h leases s me left 2 1 1 2 5 | lrange l 0 -1 | hdel h 1:0 | eval @pop-and-hold 4 l h leases s me left 2 1 1 2 5
zadd leases 1 me | eval @pop-and-hold 4 l h leases s me left 2 7 1 2 5 | hgetall h | rpush l a | eval @pop-and-hold 4 l h leases s me left 2 7 0 2 5 | eval @pop-and-hold 4 l h leases s me left 2 8 0 2 5
zadd leases 1 me | rpush l "" "a\x00\xff" | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | hget h 1:0 | hget h 1:1
zadd leases 1 me | rpush l a b | set h text | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | lrange l 0 -1
zadd leases 1 me | set l text | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | exists h
zadd leases 1 me | rpush l a b | set s text | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | lrange l 0 -1
zadd leases 1 me | rpush l a b c | config set maxmemory 1 | eval @pop-and-hold 4 l h leases s me left 2 1 0 2 5 | lrange l 0 -1 | hlen h

# pop-and-hold: suspects. The SHA1 of a is 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, of b e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98.
zadd leases 1 me | rpush l a b c | hset s 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 1 | eval @pop-and-hold 4 l h leases s me left 9 1 0 2 5
zadd leases 1 me | rpush l a b c | hset s 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 2 | eval @pop-and-hold 4 l h leases s me left 9 1 0 2 5 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 4 l h leases s me left 9 2 0 2 5 | lrange l 0 -1 | eval @pop-and-hold 4 l h leases s me left 9 1 1 2 5
zadd leases 1 me | rpush l a b c | hset s e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 4 | eval @pop-and-hold 4 l h leases s me left 9 1 0 2 5 | lrange l 0 -1
zadd leases 1 me | rpush l a b c | hset s e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 5 | eval @pop-and-hold 4 l h leases s me left 9 1 0 2 5
zadd leases 1 me | rpush l a b c | hset s e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 2 | eval @pop-and-hold 4 l h leases s me right 9 1 0 2 5 | eval @pop-and-hold 4 l h leases s me right 9 2 0 2 5 | eval @pop-and-hold 4 l h leases s me right 9 3 0 2 5 | lrange l 0 -1

# mark-alone
eval @mark-alone 2 h leases me 1:0 | zadd leases 1 me | hset h 1:0 a | eval @mark-alone 2 h leases me 1:0 | b% hgetall h | eval @mark-alone 2 h leases me 2:0 | b% hgetall h | config set maxmemory 1 | eval @mark-alone 2 h leases me 3:0 | hget h alone | set h text | eval @mark-alone 2 h leases me 1:0

# return-popped
rpush l c | eval @return-popped 2 l t LPUSH 60000 b "a\x00\xff" | lrange l 0 -1 | eval @return-popped 2 l u RPUSH 60000 d "" | lrange l 0 -1
rpush l c | eval @return-popped 2 l t LPUSH 60000 b | eval @return-popped 2 l t LPUSH 60000 b | lrange l 0 -1 | get t
config set maxmemory 1 | rpush l a | eval @return-popped 2 l t RPUSH 60000 a b | lrange l 0 -1
rpush l a | eval @return-popped 2 l t HSET 60000 f b | blpop none 0.02 | exists t | eval @return-popped 2 l t RPUSH 60000 b | lrange l 0 -1
set l text | eval @return-popped 2 l t LPUSH 60000 a | get l | exists t

# record-dead-letter
xadd s 5-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g me STREAMS s > | eval @record-dead-letter 2 d s 7 xpending s g 5-1 5-1 1 me 5 xadd d 1-1 n "a\x00\xff" 4 xack s g 5-1 3 xdel s 5-1 | xpending s g | xlen s | xrange d - + | eval @record-dead-letter 2 d s 7 xpending s g 5-1 5-1 1 me 5 xadd d 1-2 n 1 4 xack s g 5-1 | xlen d
xadd s 5-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g other STREAMS s > | eval @record-dead-letter 2 d s 7 xpending s g 5-1 5-1 1 me 5 xadd d 1-1 n 1 4 xack s g 5-1 | exists d
eval @record-dead-letter 2 d s 7 xpending s g 5-1 5-1 1 me 5 xadd d 1-1 n 1 4 xack s g 5-1 | set s text | eval @record-dead-letter 2 d s 7 xpending s g 5-1 5-1 1 me 5 xadd d 1-1 n 1 4 xack s g 5-1 | exists d
hset h a "" b 2 | eval @record-dead-letter 2 d h 3 hget h a 5 xadd d 1-1 n 1 3 hdel h a 3 hdel suspects a | hgetall h | eval @record-dead-letter 2 d h 3 hget h a 5 xadd d 1-2 n 1 3 hdel h a | xlen d | eval @record-dead-letter 2 d h 3 hexists h c 5 xadd d 1-3 n 1 3 hdel h c | xlen d
hset h a 1 | set d text | eval @record-dead-letter 2 d h 3 hget h a 5 xadd d 1-1 n 1 3 hdel h a | hgetall h
hset h a 1 | config set maxmemory 1 | eval @record-dead-letter 2 d h 3 hget h a 5 xadd d 1-1 n 1 3 hdel h a | hgetall h
hset h a 1 | set other text | eval @record-dead-letter 2 d h 3 hget h a 5 xadd d 1-1 n 1 3 hdel other a | xlen d | hgetall h
hset h a 1 | set other text | eval @record-dead-letter 3 d h other 3 hget h a 5 xadd d 1-1 n 1 3 hdel h a 3 hdel other a | xlen d | hgetall h

# return-held
hset h 1:0 a 1:1 b 2:0 c 10:0 d last 10 | zadd leases 1 me | rpush l e | eval @return-held 4 l h leases s me left own 60 2 | lrange l 0 -1 | exists h leases s
hset h 1:0 a 1:1 b 2:0 c 10:0 d last 10 | zadd leases 1 me | rpush l e | eval @return-held 4 l h leases s me right own 60 2 | lrange l 0 -1 | exists h leases s
hset h 1:0 a 1:1 b 2:0 c last 2 | zadd leases 1 me | eval @return-held 4 l h leases s me left own 60 2 1:1 | lrange l 0 -1 | hgetall h | zrange leases 0 -1 | hdel h 1:1 | eval @return-held 4 l h leases s me left own 60 2 1:1 | exists h leases
hset h 1:0 a 1:1 b last 1 | zadd leases 1 me | eval @return-held 4 l h leases s me left expired 60 2 | lrange l 0 -1 | exists h leases | b% hgetall s | ttl s
hset h 1:0 a last 1 | zadd leases 9999999999999 me | eval @return-held 4 l h leases s me left expired 60 2 | exists l h leases s | zrem leases me | eval @return-held 4 l h leases s me left expired 60 2 | exists l
hset h 1:0 a last 1 | zadd leases 1 me | set l text | eval @return-held 4 l h leases s me left expired 60 2 | exists h leases s
hset h 1:0 a last 1 | zadd leases 1 me | set s text | eval @return-held 4 l h leases s me left expired 60 2 | lrange l 0 -1 | exists h leases
hset h 1:0 a last 1 | zadd leases 1 me | config set maxmemory 1 | eval @return-held 4 l h leases s me left expired 60 2 | lrange l 0 -1 | exists h leases | hgetall s
hset h 1:0 a 2:0 b last 2 alone 2:0 | zadd leases 1 me | eval @return-held 4 l h leases s me left expired 60 2 | lrange l 0 -1 | exists h | hgetall s
hset h 1:0 a 2:0 b last 2 alone 7:0 | zadd leases 1 me | hset s 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 2 | eval @return-held 4 l h leases s me left expired 60 2 | b% hgetall s | exists h
hset h 1:0 a 2:0 b last 2 alone 2:0 | zadd leases 1 me | eval @return-held 4 l h leases s me left own 60 2 2:0 | b% hgetall h | eval @return-held 4 l h leases s me left own 60 2 | exists h s
eval @return-held 4 l h leases s me left own 60 2 | set h text | eval @return-held 4 l h leases s me left own 60 2

# replay-dead-letter
xadd d 1-1 kind list source l body "a\x00\xff" | xadd d 1-2 kind list source l body "" | rpush l waits | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-2 LPUSH | lrange l 0 -1 | xlen d
xadd s 5-1 a 1 a 2 | xgroup create s g 5-1 | xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:a 1 field:a 2 | eval @replay-dead-letter 2 d s 1-1 g 100 | xpending s g | b? xpending s g - + 10 | xlen s | xlen d
xadd s 5-1 a 1 | xadd d 1-1 kind stream source s entryId 5-1 field:a 1 | eval @replay-dead-letter 2 d s 1-1 none 100 | xlen s | xlen d
xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:body 1 "field:\xff" 2 field:body 3 | eval @replay-dead-letter 2 d s 1-1 g 100 | xrange s - + | xlen d
b: subscribe news | xadd d 1-1 kind pubsub source news body hello | eval @replay-dead-letter 1 d 1-1 PUBLISH | b< | xlen d
b: ssubscribe "n\xff" | xadd d 1-1 kind pubsub source "n\xff" body hello | eval @replay-dead-letter 1 d 1-1 SPUBLISH | b< | xlen d
xadd d 1-1 kind list source l body a | set l text | eval @replay-dead-letter 2 d l 1-1 RPUSH | xlen d | eval @replay-dead-letter 2 none l 1-1 RPUSH | set d text | eval @replay-dead-letter 2 d l 1-1 RPUSH

# claim-handling and end-handling
eval @claim-handling 1 k me 60000 | get k | eval @claim-handling 1 k you 60000 | eval @claim-handling 1 k me 90000 | get k | eval @end-handling 1 k you 0 | get k | eval @end-handling 1 k me 0 | exists k | eval @end-handling 1 k me 0 | eval @claim-handling 1 k you 60000
eval @claim-handling 1 k me 60000 | eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k you 60000 | eval @end-handling 1 k me 0 | get k
eval @claim-handling 1 k me 60000 | eval @end-handling 1 k you 100000 | get k | eval @claim-handling 1 k me 60000 | b? pttl k
eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k me 0 | eval @claim-handling 1 other me 0 | eval @end-handling 1 other me nonsense
hset k a 1 | eval @claim-handling 1 k me 60000 | eval @end-handling 1 k me 0 | hgetall k | eval @end-handling 1 k me 100000 | get k
config set maxmemory 1 | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k you 60000 | eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k you 60000 | eval @claim-handling 1 other me 60000 | eval @end-handling 1 other me 0 | exists other

# hold-exclusive and release-exclusive
eval @hold-exclusive 1 k me 60000 100000 0 | eval @hold-exclusive 1 k me 60000 100000 0 | eval @hold-exclusive 1 k you 60000 100000 0 | hget k holder | eval @release-exclusive 1 k you 0 | eval @release-exclusive 1 k me 0 | b? eval @hold-exclusive 1 k you 60000 100000 0 | hget k holder | eval @hold-exclusive 1 k me 60000 100000 0
b? eval @hold-exclusive 1 k me 0 100000 0 | b? eval @hold-exclusive 1 k you 0 100000 0 | hget k holder | b? pttl k | b? hgetall k | eval @release-exclusive 1 none me 0
set k text | eval @hold-exclusive 1 k me 1000 100000 0 | eval @release-exclusive 1 k me 0 | get k
config set maxmemory 1 | eval @hold-exclusive 1 k me 60000 100000 0 | eval @hold-exclusive 1 k me 60000 100000 0 | eval @release-exclusive 1 k me 0
`;
