/** `@name` stands for the text of that script. */
export const scriptCases = String.raw`
# remove-idle-consumers
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g busy COUNT 1 STREAMS s > | xgroup createconsumer s g free | eval @remove-idle-consumers 1 s g 100000 | eval @remove-idle-consumers 1 s g 0 | b? xinfo consumers s g | xpending s g
xgroup create s g $ MKSTREAM | eval @remove-idle-consumers 1 s g 0 | eval @remove-idle-consumers 1 s other 0
eval @remove-idle-consumers 1 s g 0 | set s text | eval @remove-idle-consumers 1 s g 0

# leave-group
xadd s 1-1 a b | xgroup create s g 0 | xreadgroup GROUP g me STREAMS s > | eval @leave-group 1 s g me | xpending s g | xack s g 1-1 | eval @leave-group 1 s g me | eval @leave-group 1 s g me | b? xinfo consumers s g
eval @leave-group 1 s g me | xgroup create s other $ MKSTREAM | eval @leave-group 1 s g me | set t text | eval @leave-group 1 t g me

# look-at-stream
xadd s 1-1 a b | xadd s 2-1 a b | eval @has-entry 1 s 1-1 | eval @has-entry 1 s 1-2 | eval @last-generated-id 1 s | xdel s 2-1 | eval @has-entry 1 s 2-1 | eval @last-generated-id 1 s
eval @has-entry 1 s 1-1 | eval @last-generated-id 1 s | set s text | eval @has-entry 1 s 1-1 | eval @last-generated-id 1 s

# hold-lease
eval @hold-lease 1 h me 60000 renew left 2 F born | exists h | eval @hold-lease 1 h me 60000 join left 2 F born | b? hget h lease:me | hmget h born consumers last:me | eval @hold-lease 1 h me 90000 renew left 2 F other | eval @hold-lease 1 h you 90000 join right 1 "F n" other | hget h consumers | hget h born
eval @hold-lease 1 h me 60000 join left 2 F born | eval @hold-lease 1 h me 60000 join right 5 G other | hget h consumers | b? hget h lease:me
set h text | eval @hold-lease 1 h me 60000 join left 2 F born | eval @hold-lease 1 h me 60000 renew left 2 F born
eval @hold-lease 1 h me 60000 join left 2 F born | config set maxmemory 1 | eval @hold-lease 1 h me 60000 renew left 2 F born | eval @hold-lease 1 h you 60000 join left 2 F born | hget h consumers
hset h born b until 9 | pexpire h 100000 | eval @hold-lease 1 h me 60000 join left 2 F other | ttl h

# pop-and-hold
rpush l a b c | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | lrange l 0 -1
hset h last:me 0 | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | hlen h
hset h last:me 0 | rpush l a b c | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 2 l h me left 2 2 0 2 5 100 | exists l | b% hgetall h
hset h last:me 0 | rpush l a b c | eval @pop-and-hold 2 l h me right 2 1 0 2 5 100 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 2 l h me right 9 2 0 2 5 100 | exists l
hset h last:me 0 | rpush l a b c | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | eval @pop-and-hold 2 l h me left 2 1 1 2 5 100 | lrange l 0 -1 | hdel h me.1.0 | eval @pop-and-hold 2 l h me left 2 1 1 2 5 100
hset h last:me 0 | eval @pop-and-hold 2 l h me left 2 7 1 2 5 100 | hgetall h | rpush l a | eval @pop-and-hold 2 l h me left 2 7 0 2 5 100 | eval @pop-and-hold 2 l h me left 2 8 0 2 5 100
hset h last:me 9 | rpush l a b c | eval @pop-and-hold 2 l h me left 2 a 0 2 5 100 | eval @pop-and-hold 2 l h me left 2 10 0 2 5 100 | eval @pop-and-hold 2 l h me left 2 z 0 2 5 100 | b% hgetall h | eval @return-held 2 l h stray you 60000 100 1000 left 2 | lrange l 0 -1
hset h last:me 0 | rpush l "" "a\x00\xff" | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | hget h me.1.0 | hget h me.1.1
rpush l a b | set h text | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | lrange l 0 -1
hset h last:me 0 | set l text | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | hgetall h
hset h last:me 0 | rpush l a b c | config set maxmemory 1 | eval @pop-and-hold 2 l h me left 2 1 0 2 5 100 | lrange l 0 -1 | hlen h

# pop-and-hold: at most so many bytes, in pieces
hset h last:me 0 | rpush l aa bb cc dd | eval @pop-and-hold 2 l h me left 9 1 0 2 5 4 | eval @pop-and-hold 2 l h me right 9 2 0 2 5 3 | lrange l 0 -1 | eval @pop-and-hold 2 l h me right 9 3 0 2 5 1 | exists l
hset h last:me 0 | rpush l 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 | eval @pop-and-hold 2 l h me left 13 1 0 2 5 100 | eval @pop-and-hold 2 l h me right 11 2 0 2 5 100 | lrange l 0 -1
hset h last:me 0 | rpush l 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 | eval @pop-and-hold 2 l h me right 30 1 0 2 5 100 | exists l

# pop-and-hold: what was given back. The SHA1 of a is 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, of b e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98.
hset h last:me 0 backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 x.1.0/1 | rpush l a b c | eval @pop-and-hold 2 l h me left 9 1 0 2 5 100 | b% hgetall h
hset h last:me 0 backs 2 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 "x.1.0/1 y.1.0/0" | rpush l a a a | eval @pop-and-hold 2 l h me left 1 1 0 2 5 100 | b% hgetall h | eval @pop-and-hold 2 l h me left 9 2 0 2 5 100 | b% hgetall h | eval @pop-and-hold 2 l h me left 9 2 1 2 5 100
hset h last:me 0 backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 x.1.0/2 | rpush l a b c | eval @pop-and-hold 2 l h me left 9 1 0 2 5 100 | lrange l 0 -1 | b% hgetall h | eval @pop-and-hold 2 l h me left 9 2 0 2 5 100 | lrange l 0 -1 | eval @pop-and-hold 2 l h me left 9 1 1 2 5 100
hset h last:me 0 backs 1 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 x.1.0/4 | rpush l a b c | eval @pop-and-hold 2 l h me left 9 1 0 2 5 100 | lrange l 0 -1 | b% hgetall h
hset h last:me 0 backs 1 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 x.1.0/5 | rpush l a b c | eval @pop-and-hold 2 l h me left 9 1 0 2 5 100
hset h last:me 0 backs 1 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 x.1.0/2 | rpush l a b c | eval @pop-and-hold 2 l h me right 9 1 0 2 5 100 | eval @pop-and-hold 2 l h me right 9 2 0 2 5 100 | eval @pop-and-hold 2 l h me right 9 3 0 2 5 100 | lrange l 0 -1

# mark-alone
eval @mark-alone 1 h me me.1.0 | hset h lease:me x me.1.0 a me.3.0 c | eval @mark-alone 1 h me me.1.0 | b% hgetall h | eval @mark-alone 1 h me me.2.0 | b% hgetall h | config set maxmemory 1 | eval @mark-alone 1 h me me.3.0 | hget h alone:me | set h text | eval @mark-alone 1 h me me.1.0

# settle-late
hset h me.1.0 a you.1.0/me.1.1/1 b me.1.2 c | eval @settle-late 2 l h left me.1.0 a me.1.1 b none.1.0 d | b% hgetall h
hset h last:x 0 backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 x.1.0/1 | rpush l b a c a | eval @settle-late 2 l h left x.1.0 a | lrange l 0 -1 | b% hgetall h | eval @settle-late 2 l h left x.1.0 a | lrange l 0 -1
hset h last:x 0 backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 "x.1.0/1 y.1.0/2" | rpush l a c a | config set maxmemory 1 | eval @settle-late 2 l h right y.1.0 a | lrange l 0 -1 | b% hgetall h
hset h last:x 0 backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 x.1.0/1 | eval @settle-late 2 l h left x.1.0 a | hgetall h | set l text | eval @settle-late 2 l h left x.1.0 a

# take-allowed: what is free, what is given back, what is counted
eval @take-allowed 1 r 10 100000 1000 a.1 4 1 5000 | eval @take-allowed 1 r 10 100000 1000 a.2 9 1 5000 a.1 3 | eval @take-allowed 1 r 10 100000 1000 a.3 9 1 5000 a.2 0 | hexists r ra.2 | b? hgetall r
eval @take-allowed 1 r 10 100000 1000 a.1 4 4 5000 | eval @take-allowed 1 r 10 100000 1000 b.1 9 7 5000 | eval @take-allowed 1 r 10 100000 1000 b.1 9 6 5000 | b? eval @take-allowed 1 r 10 100000 1000 b.2 9 1 5000 a.1 10 b.1 1 | hexists r rb.2
eval @take-allowed 1 r 10 100000 1000 a.1 10 1 5000 | eval @take-allowed 1 r 10 100000 1000 b.1 1 1 5000 | eval @take-allowed 1 r 10 100000 1000 a.0 0 0 5000 a.1 0 | eval @take-allowed 1 r 10 100000 1000 b.1 1 1 5000
eval @take-allowed 1 r 10 100000 1000 a.1 4 1 5000 | eval @take-allowed 1 r 10 100000 1000 a.0 0 0 5000 a.1 -4 | eval @take-allowed 1 r 10 100000 1000 b.1 9 1 5000 | b? hgetall r | hset r ra.1 "4 1" | eval @take-allowed 1 r 10 100000 1000 a.0 0 0 5000 a.1 -4 b.1 2 | eval @take-allowed 1 r 10 100000 1000 b.2 9 1 5000
eval @take-allowed 1 r 10 100000 1000 a.0 0 0 5000 a.1 -4 | b? pttl r
eval @take-allowed 1 r 10 100000 1000 a.1 2 1 5000 | b? pttl r | eval @take-allowed 1 r 10 100000 1000 a.0 0 0 5000 a.1 0 | exists r

# take-allowed: what counts no longer, and reservations of processes that died
hset r u1 5 u99999999999999 3 rdead "4 1" rlives "2 99999999999999" | eval @take-allowed 1 r 10 100000 1000 a.1 9 1 5000 | b? hgetall r | hexists r u1 | hexists r rdead | hexists r rlives
hset r u99999999999998 3 u99999999999999 7 | b? eval @take-allowed 1 r 10 100000 1000 a.1 9 1 5000 | b? eval @take-allowed 1 r 10 100000 1000 a.1 9 8 5000
set r text | eval @take-allowed 1 r 10 100000 1000 a.1 4 1 5000
config set maxmemory 1 | eval @take-allowed 1 r 10 100000 1000 a.1 4 1 5000 | eval @take-allowed 1 r 10 100000 1000 a.2 9 1 5000 a.1 3

# fleet-beat, fleet-leave: a beat that is repeated is not counted twice; who reads; what expires
b? eval @fleet-beat 5 p h z r m a 1 5000 60000 doc "F p" 2 "F 3" 1 | hgetall m | b? eval @fleet-beat 5 p h z r m a 1 5000 60000 doc "F p" 2 "F 3" 1 | hgetall m | b? eval @fleet-beat 5 p h z r m a 2 5000 60000 other "F p" 1 | hgetall m | hgetall h | zrange p 0 -1 | get r
b? eval @fleet-beat 5 p h z r m a 1 5000 60000 doc | exists m | b? pttl h | b? pttl p | b? pttl r | b? eval @fleet-beat 5 p i z r m b 1 5000 60000 doc | get r | zrange p 0 -1 | eval @fleet-leave 3 p h r a | exists h r | zrange p 0 -1 | eval @fleet-leave 3 p h r a | b? eval @fleet-beat 5 p i z r m b 2 5000 60000 doc | get r
zadd p 1 dead 99999999999999 lives | b? eval @fleet-beat 5 p h z r m a 1 5000 60000 doc | zrange p 0 -1 | eval @fleet-leave 3 p h r other | get r
config set maxmemory 1 | eval @fleet-beat 5 p h z r m a 1 5000 60000 doc "F p" 2 | exists m p h
set m text | eval @fleet-beat 5 p h z r m a 1 5000 60000 doc "F p" 2 | exists p h

# fleet-pause: in place of one before, whose beginning stays; those that are over go
b? eval @fleet-pause 1 z F 0 | b? hget z F | hset z F "0 77" | b? eval @fleet-pause 1 z F 60000 | b? hget z F | hset z F "99999999999999 77" | eval @fleet-pause 1 z F 0 | hget z F
hset z old "5 1" lasts "0 1" later "99999999999999 1" odd text | b? eval @fleet-pause 1 z F 0 | hmget z old lasts later odd
hset z F "5 1" | b? eval @fleet-pause 1 z F 0 | b? hget z F | set y text | eval @fleet-pause 1 y F 0

# hold-again
hset h lease:me x backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 x.1.0/1 | rpush l b a c | eval @hold-again 2 l h left me me.0.0 x.1.0 a | lrange l 0 -1 | b% hgetall h | eval @hold-again 2 l h left me me.0.0 x.1.0 a | eval @hold-again 2 l h left me me.0.1 x.1.0 a | eval @hold-again 2 l h left you you.0.0 x.1.0 a
hset h lease:me x backs 1 back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 "x.1.0/1 y.1.0/2" | rpush l b | eval @hold-again 2 l h left me me.0.0 y.1.0 a | b% hgetall h

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
hset h consumers me lease:me "1 left 2 F" last:me 10 born b me.1.0 a me.1.1 b me.2.0 c me.10.0 d | rpush l e | eval @return-held 2 l h own me 60000 100 1000 left 2 | lrange l 0 -1 | exists h
hset h consumers me lease:me "1 right 2 F" last:me 10 born b me.1.0 a me.1.1 b me.2.0 c me.10.0 d | rpush l e | eval @return-held 2 l h own me 60000 100 1000 right 2 | lrange l 0 -1 | exists h
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.1.1 b me.2.0 c | eval @return-held 2 l h own me 60000 100 1000 left 2 me.1.1 | lrange l 0 -1 | b% hgetall h | hdel h me.1.1 | eval @return-held 2 l h own me 60000 100 1000 left 2 me.1.1 | exists h
hset h consumers "me you" lease:me "1 left 2 F" lease:you "9999999999999 left 2 F" last:me 1 last:you 1 born b me.1.0 a me.1.1 b you.1.0 c | eval @return-held 2 l h expired you 60000 100 1000 left 2 | lrange l 0 -1 | hmget h consumers lease:me last:me backs back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 you.1.0 | ttl h | eval @return-held 2 l h expired you 60000 100 1000 left 2
hset h consumers me lease:me "1 left 2 F" last:me 1 born b me.1.0 a | eval @return-held 2 l h expired me 60000 100 1000 left 2 | eval @return-held 2 l h expired you 60000 100 1000 left 2 | hmget h born consumers backs | b? pttl h
hset h consumers me lease:me "9999999999999 left 2 F" last:me 1 born b me.1.0 a | eval @return-held 2 l h expired you 60000 100 1000 left 2 | exists l | hdel h lease:me | eval @return-held 2 l h expired you 60000 100 1000 right 2 | lrange l 0 -1
hset h nobody.1.0 a nobody.1.1 b born b | eval @return-held 2 l h expired you 60000 100 1000 left 2 | eval @return-held 2 l h stray you 60000 100 1000 left 2 | lrange l 0 -1 | hmget h back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 backs born
hset h consumers me lease:me "1 left 2 F" last:me 1 born b me.1.0 a | set l text | eval @return-held 2 l h expired you 60000 100 1000 left 2 | hlen h
hset h consumers me lease:me "1 left 2 F" last:me 1 born b me.1.0 a | config set maxmemory 1 | eval @return-held 2 l h expired you 60000 100 1000 left 2 | lrange l 0 -1 | hmget h back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 backs
hset h consumers me lease:me "1 left 2 F" alone:me me.2.0 last:me 2 born b me.1.0 a me.2.0 b | eval @return-held 2 l h expired you 60000 100 1000 left 2 | lrange l 0 -1 | hmget h back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98 alone:me
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0/x.1.0/2 a me.2.0/x.1.1/1 b | eval @return-held 2 l h expired you 60000 100 1000 left 2 | lrange l 0 -1 | hmget h back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 back:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0/x.1.0/2 a me.2.0 b | eval @return-held 2 l h own me 60000 100 1000 left 2 | lrange l 0 -1 | hmget h back:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 backs | hdel h until | hgetall h
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.1.1 bb me.1.2 c | eval @return-held 2 l h expired you 60000 100 2 left 2 | lrange l 0 -1 | hget h consumers | eval @return-held 2 l h expired you 60000 100 2 left 2 | lrange l 0 -1 | hget h consumers
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.1.1 b me.2.0 c me.2.1 d | eval @return-held 2 l h expired you 60000 1 1000 left 2 | hmget h order:me order:me:1 | hdel h me.2.0 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | lrange l 0 -1 | hmget h order:me order:me:1 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | lrange l 0 -1 | hmget h consumers order:me order:me:1 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | hmget h consumers lease:me
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.2.0 b me.2.1 c | eval @return-held 2 l h expired you 60000 1 1000 left 2 | hset h last:me 3 me.3.0 c | eval @return-held 2 l h expired you 60000 1 1000 left 2 | lrange l 0 -1 | hget h order:me | hset h lease:me "2 left 2 F" me.0.0 x | eval @return-held 2 l h expired you 60000 1 1000 left 2 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | lrange l 0 -1 | hmget h consumers order:me
hset h consumers "me you" lease:me "1 left 2 F" lease:you "1 right 2 F" last:me 1 last:you 1 born b me.1.0 a me.1.1 b you.1.0 c you.1.1 d | eval @return-held 2 l h expired it 60000 1 1000 left 2 | hmget h order:me order:you | eval @return-held 2 l h expired it 60000 2 1000 left 2 | lrange l 0 -1 | hmget h order:me order:you | eval @return-held 2 l h expired it 60000 9 1000 left 2 | eval @return-held 2 l h expired it 60000 1 1000 left 2 | lrange l 0 -1 | hget h consumers
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.1.1 b me.2.0 c me.2.1 d | eval @return-held 2 l h own me 60000 1 1000 left 2 me.2.0 | eval @return-held 2 l h own me 60000 1 1000 left 2 me.2.0 me.1.1 | lrange l 0 -1 | hget h order:me | eval @return-held 2 l h own me 60000 9 1000 left 2 me.2.0 | eval @return-held 2 l h own me 60000 9 1000 left 2 me.2.0 | lrange l 0 -1 | b% hgetall h
hset h consumers me lease:me "1 left 2 F" last:me 2 born b me.1.0 a me.2.0 b | eval @return-held 2 l h expired you 60000 1 1000 left 2 | hset h until 5 | eval @return-held 2 l h expired you 60000 1 1000 left 2 | lrange l 0 -1 | hmget h consumers order:me backs
hset h consumers me lease:me "9999999999999 left 2 F" born b until 5 backs 1 back:x y.1.0/1 | eval @return-held 2 l h expired me 60000 100 1000 left 2 | b% hgetall h
eval @return-held 2 l h own me 60000 100 1000 left 2 | eval @return-held 2 l h stray me 60000 100 1000 left 2 | set h text | eval @return-held 2 l h own me 60000 100 1000 left 2

# find-dead-letters, newest-id
xadd d 1-1 kind list source l body a | xadd d 1-2 some rubbish | xadd d 2-0 kind stream source s | xadd d 3-0 kind pubsub source "n\xff" | eval @find-dead-letters 1 d - 3-0 100 1000 | eval @find-dead-letters 1 d - 3-0 2 1000 | eval @find-dead-letters 1 d 1-3 2-5 100 1000 | eval @find-dead-letters 1 d - 3-0 100 1 | eval @find-dead-letters 1 d 3-0 3-0 1 1 | eval @newest-id 1 d
eval @find-dead-letters 1 d - 3-0 100 1000 | eval @newest-id 1 d | set d text | eval @find-dead-letters 1 d - 3-0 100 1000 | eval @newest-id 1 d

# replay-dead-letter
xadd d 1-1 kind list source l body "a\x00\xff" | xadd d 1-2 kind list source l body "" | rpush l waits | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-2 LPUSH | lrange l 0 -1 | xlen d
xadd s 5-1 a 1 a 2 | xgroup create s g 5-1 | xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:a 1 field:a 2 | eval @replay-dead-letter 2 d s 1-1 g 100 | xpending s g | b? xpending s g - + 10 | xlen s | xlen d
xadd s 5-1 a 1 | xadd d 1-1 kind stream source s entryId 5-1 field:a 1 | eval @replay-dead-letter 2 d s 1-1 none 100 | xlen s | xlen d
xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:body 1 "field:\xff" 2 field:body 3 | eval @replay-dead-letter 2 d s 1-1 g 100 | xrange s - + | xlen d
b: subscribe news | xadd d 1-1 kind pubsub source news body hello | eval @replay-dead-letter 1 d 1-1 PUBLISH | b< | xlen d
@7 b: ssubscribe "n\xff" | xadd d 1-1 kind pubsub source "n\xff" body hello | eval @replay-dead-letter 1 d 1-1 SPUBLISH | b< | xlen d
xadd d 1-1 kind list source l body a | set l text | eval @replay-dead-letter 2 d l 1-1 RPUSH | xlen d | eval @replay-dead-letter 2 none l 1-1 RPUSH | set d text | eval @replay-dead-letter 2 d l 1-1 RPUSH

# put-back-edited
xadd d 1-1 kind list source l body a | xadd d 1-2 kind list source l body b | eval @put-back-edited 2 d l 1-1 if-there RPUSH l "a\x00\xff" | eval @put-back-edited 2 d l 1-1 if-there RPUSH l c | eval @put-back-edited 2 d l 1-1 anyway RPUSH l d | eval @put-back-edited 2 d l 1-2 anyway LPUSH l e | lrange l 0 -1 | xlen d
xadd d 1-1 kind stream source s entryId 5-1 field:a 1 | eval @put-back-edited 2 d s 1-1 if-there XADD s 7-1 a 2 a 3 | eval @put-back-edited 2 d s 1-1 if-there XADD s 8-1 a 4 | xrange s - + | xlen d
b: subscribe news | xadd d 1-1 kind pubsub source news body hello | eval @put-back-edited 1 d 1-1 if-there PUBLISH news edited | b< | xlen d
xadd d 1-1 kind list source l body a | set l text | eval @put-back-edited 2 d l 1-1 if-there RPUSH l b | xlen d | set d text | eval @put-back-edited 2 d l 1-1 if-there RPUSH l b

# delay-messages
eval @delay-messages 1 d at 5 0 Ra Rb | eval @delay-messages 1 d at 5 0 Ra | eval @delay-messages 1 d at 4 0 "Xa\x00\xff" "" | zrange d 0 -1 withscores | eval @delay-messages 1 d at 99999999999999 0 Rc | zrange d 0 -1 withscores | eval @delay-messages 1 e at 0 0 | exists e
b: subscribe d | eval @delay-messages 1 d at 99999999999999 1000 Ra | eval @delay-messages 1 d at 5 1000 Ra | b< | eval @delay-messages 1 d at 5 1000 Rb | eval @delay-messages 1 d at 6 1000 Rc | eval @delay-messages 1 d at 4 1000 Rd | b<
eval @delay-messages 1 d in 100000 0 Ra | b? zrange d 0 -1 withscores | zadd d inf rubbish | eval @delay-messages 1 d in 0 0 Rb | zcard d
zadd d 5 "5-0000000001,Rb" 5 "5-0000000002,Ra" 5 zzz | eval @delay-messages 1 d at 5 0 Ra Rb Ra | zrange d 0 -1 withscores
set d text | eval @delay-messages 1 d at 5 0 Ra | del d | config set maxmemory 1 | eval @delay-messages 1 d at 5 0 Ra Rb | exists d

# move-due: lists
eval @delay-messages 1 d at 5 0 Ra Rb "R\x00\xff" R | eval @delay-messages 1 d at 4 0 La Lb | eval @delay-messages 1 d at 6 0 Rlast | rpush l x | eval @move-due 2 d l 100 1000 | lrange l 0 -1 | exists d
eval @delay-messages 1 d at 5 0 Ra Rb Rc Rd Re | eval @move-due 2 d l 1 1000 | eval @move-due 2 d l 2 1000 | eval @move-due 2 d l 0 1000 | eval @move-due 2 d l 100 1 | eval @move-due 2 d l 100 10000 | lrange l 0 -1
eval @delay-messages 1 d at 5 0 R11111111 R22222222 R33333333 R44444444 R55555555 R6 R7 R8 R9 | eval @move-due 2 d l 100 60 | eval @move-due 2 d l 100 60 | eval @move-due 2 d l 100 40 | lrange l 0 -1
eval @move-due 2 d l 100 1000 | eval @delay-messages 1 d in 100000 0 Ra | b? eval @move-due 2 d l 100 1000 | exists l | zadd e inf rubbish | eval @move-due 2 e l 100 1000
zadd d 1 rubbish 2 "2-0000000000,Q" 3 "3-0000000000,Ra" 4 "4-0000000000,X" 5 "5-0000000000,X,1:a" 6 "6-0000000000,X,9:a1:b" 7 "7-0000000000,X,1:ab" 8 "8-0000000000,Rb" 9 "" | eval @move-due 2 d l 100 1000 | lrange l 0 -1 | zrange d 0 -1 withscores | eval @move-due 2 d l 100 1000
eval @delay-messages 1 d at 5 0 Ra Rb | set l text | eval @move-due 2 d l 100 1000 | zcard d | del l | eval @move-due 2 d l 100 1000 | lrange l 0 -1 | set d text | eval @move-due 2 d l 100 1000
eval @delay-messages 1 d at 5 0 Ra Rb X,1:a1:b Rc | eval @move-due 2 d l 100 1000 | lrange l 0 -1 | zcard d | eval @move-due 2 d l 100 1000 | zrange d 0 -1
eval @delay-messages 1 d at 5 0 Ra Rb | config set maxmemory 1 | eval @move-due 2 d l 100 1000 | lrange l 0 -1 | exists d

# move-due: streams
xadd s 1-1 old entry | eval @delay-messages 1 d at 5 0 "X,1:a3:\x00\xff:1:a0:" X,2:no5:hello | eval @move-due 2 d s 100 1000 | xlen s | xread count 0 streams s 1-1 | b? xrange s - + | eval @delay-messages 1 d at 5 0 X1,1:a1:b | eval @move-due 2 d s 100 1000 | xlen s | zcard d
eval @delay-messages 1 d at 5 0 X,1:a1:b X,1:a1:c | xadd s 18446744073709551615-18446744073709551615 a b | eval @move-due 2 d s 100 1000 | zcard d | xlen s

# count-delayed
eval @count-delayed 1 d | eval @delay-messages 1 d at 5 0 Ra Rb | eval @delay-messages 1 d in 100000 0 Rc | zadd d inf rubbish | eval @count-delayed 1 d | set d text | eval @count-delayed 1 d

# claim-handling and end-handling
eval @claim-handling 1 k me 60000 | get k | eval @claim-handling 1 k you 60000 | eval @claim-handling 1 k me 90000 | get k | eval @end-handling 1 k you 0 | get k | eval @end-handling 1 k me 0 | exists k | eval @end-handling 1 k me 0 | eval @claim-handling 1 k you 60000
eval @claim-handling 1 k me 60000 | eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k you 60000 | eval @end-handling 1 k me 0 | get k
eval @claim-handling 1 k me 60000 | eval @end-handling 1 k you 100000 | get k | eval @claim-handling 1 k me 60000 | b? pttl k
eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k me 0 | eval @claim-handling 1 other me 0 | eval @end-handling 1 other me nonsense
hset k a 1 | eval @claim-handling 1 k me 60000 | eval @end-handling 1 k me 0 | hgetall k | eval @end-handling 1 k me 100000 | get k
config set maxmemory 1 | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k me 60000 | eval @claim-handling 1 k you 60000 | eval @end-handling 1 k me 100000 | get k | eval @claim-handling 1 k you 60000 | eval @claim-handling 1 other me 60000 | eval @end-handling 1 other me 0 | exists other

# hold-exclusive and release-exclusive
eval @hold-exclusive 1 k me 60000 100000 0 holds 0 | eval @hold-exclusive 1 k me 60000 100000 0 holds 0 | b? eval @hold-exclusive 1 k you 60000 100000 0 waits 0 | hget k holder | eval @release-exclusive 1 k you 100000 0 | eval @release-exclusive 1 k me 100000 0 | b? eval @hold-exclusive 1 k you 60000 100000 0 waits 0 | hget k holder | b? eval @hold-exclusive 1 k me 60000 100000 0 holds 0
b? eval @hold-exclusive 1 k me 0 100000 0 "" 0 | b? eval @hold-exclusive 1 k you 0 100000 0 "" 0 | hget k holder | b? pttl k | b? hgetall k | eval @release-exclusive 1 none me 100000 0 | hget none holder
eval @hold-exclusive 1 k you 60000 100000 0 waits 700 | hget k holder | b? eval @hold-exclusive 1 k other 60000 100000 0 waits 900 | b? eval @hold-exclusive 1 k new 60000 100000 0 "" 0 | hget k holder | eval @hold-exclusive 1 k me 60000 100000 0 holds 0 | hget k holder | b? eval @hold-exclusive 1 k you 60000 100000 0 holds 0
eval @hold-exclusive 1 k you 0 100000 0 waits 700 | b? eval @hold-exclusive 1 k other 60000 100000 0 waits 900 | hget k holder | del k | eval @hold-exclusive 1 k you 60000 100000 0 waits 700 | eval @release-exclusive 1 k me 100000 0 | hget k holder
set k text | eval @hold-exclusive 1 k me 1000 100000 0 "" 0 | eval @release-exclusive 1 k me 100000 0 | get k
config set maxmemory 1 | eval @hold-exclusive 1 k me 60000 100000 0 "" 0 | eval @hold-exclusive 1 k me 60000 100000 0 holds 0 | eval @release-exclusive 1 k me 100000 0
`;
